import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCodeBlocks } from './code-blocks.js';
import { compilePrograms, type ExamplePrograms } from './example-programs.js';

const blocks = readCodeBlocks('packages/core/README.md', 'ts');
let programs: ExamplePrograms;

beforeAll(async () => {
  programs = await compilePrograms('core-readme', blocks);
});

afterAll(() => programs.remove());

test('the README of core has its three examples', () => {
  expect(blocks).toHaveLength(3);
});

test.each(blocks.map((_, index) => index))(
  'example %i of the README of core type-checks and runs',
  async (index) => {
    const { stderr } = await programs.run(index);
    expect(stderr).toBe('');
  },
);
