import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../testing/run-program.js';

const folder = join(import.meta.dirname, '../..');
const vitest = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);

test('whatever happens in a case, its machines are ended, and one that cannot be is told of', async () => {
  const config = join(folder, 'vitest.fixture.config.mjs');
  const { exitCode, output } = await runProgram(
    [vitest, 'run', '--root', folder, '--config', config],
    {},
  );
  expect(exitCode).toBe(1);
  expect(output).toContain('3 failed (3)');
  expect(output).toContain('Error: this went wrong');
  expect(output).toContain('mock: machines are left: mock-000004');
  // What a case could not end is ended when all of them are over.
  expect(output).toContain('4 machines were there, 0 are left.');
});
