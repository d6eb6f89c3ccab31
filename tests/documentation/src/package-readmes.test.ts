import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCodeBlocks } from './code-blocks.js';
import { compilePrograms, type ExamplePrograms } from './example-programs.js';

describe.each(['cloud-emulators', 'cli'])('the README of %s', (name) => {
  const blocks = readCodeBlocks(`packages/${name}/README.md`, 'ts');
  let programs: ExamplePrograms;

  beforeAll(async () => {
    programs = await compilePrograms(`${name}-readme`, blocks);
  });

  afterAll(() => programs.remove());

  test('has one program, which type-checks and runs', async () => {
    expect(blocks).toHaveLength(1);
    await programs.run(0);
  });
});
