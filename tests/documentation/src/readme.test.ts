import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCodeBlocks } from './code-blocks.js';
import { compilePrograms, type ExamplePrograms } from './example-programs.js';

let programs: ExamplePrograms;

beforeAll(async () => {
  const blocks = readCodeBlocks('README.md', 'ts');
  expect(blocks).toHaveLength(1);
  programs = await compilePrograms('readme', blocks);
});

afterAll(() => programs.remove());

test('the program in the README type-checks and does what it says', async () => {
  const { stdout, stderr } = await programs.run(0);
  expect(stderr).toBe('');
  expect(stdout).toMatch(
    /^\S+ \(mock\.small\.arm64\) is ready at 192\.0\.2\.\d+\n0 forgotten machines ended$/,
  );
});

test('the commands in the README are the scripts that the repository has', () => {
  const [commands = ''] = readCodeBlocks('README.md', 'sh');
  expect(commands.match(/^npx -y pnpm@12 (\w+)/gm)).toEqual([
    'npx -y pnpm@12 demo',
    'npx -y pnpm@12 test',
  ]);
});
