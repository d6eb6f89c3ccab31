import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import spawn from 'nano-spawn';
import { afterAll, expect, test } from 'vitest';
import { readCodeBlocks } from './code-blocks.js';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const folder = `${packageFolder}test-results/core-readme/`;

afterAll(() => rm(folder, { recursive: true, force: true }));

test('every example in the README of core type-checks, and runs where it is whole', async () => {
  const blocks = readCodeBlocks('packages/core/README.md', 'ts');
  expect(blocks.length).toBe(3);
  await mkdir(folder, { recursive: true });
  await Promise.all(blocks.map((code, index) => writeFile(`${folder}example-${index}.ts`, code)));
  await writeFile(
    `${folder}tsconfig.json`,
    JSON.stringify({
      extends: '../../../../tsconfig.base.json',
      compilerOptions: { rootDir: '.', outDir: 'out', declaration: false, noUnusedLocals: false },
      include: ['*.ts'],
    }),
  );
  await spawn('tsc', ['-p', `${folder}tsconfig.json`], { cwd: packageFolder, preferLocal: true });
  for (const index of [0, 1, 2]) {
    const { stderr } = await spawn('node', [`${folder}out/example-${index}.js`], { cwd: packageFolder });
    expect(stderr).toBe('');
  }
});
