import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import spawn from 'nano-spawn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCodeBlocks } from './code-blocks.js';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const folder = `${packageFolder}test-results/readme/`;

beforeAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const [program = '', ...others] = readCodeBlocks('README.md', 'ts');
  expect(others, 'README.md has one program').toEqual([]);
  await writeFile(`${folder}program.ts`, program);
  await writeFile(
    `${folder}tsconfig.json`,
    JSON.stringify({
      extends: '../../../../tsconfig.base.json',
      compilerOptions: { rootDir: '.', outDir: 'out', skipLibCheck: false },
      include: ['program.ts'],
    }),
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('the program in the README type-checks and does what it says', async () => {
  await spawn('tsc', ['-p', `${folder}tsconfig.json`], { cwd: packageFolder, preferLocal: true });
  const { stdout, stderr } = await spawn('node', [`${folder}out/program.js`], { cwd: packageFolder });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\S+ \(mock\.small\.arm64\) is ready at 192\.0\.2\.\d+\n0 forgotten machines ended$/);
});

test('the commands in the README are the scripts that the repository has', async () => {
  const [commands = ''] = readCodeBlocks('README.md', 'sh');
  expect(commands.match(/^npx -y pnpm@12 (\w+)/gm)).toEqual([
    'npx -y pnpm@12 demo',
    'npx -y pnpm@12 test',
  ]);
});
