import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const fixture = fileURLToPath(new URL('../test/broken-plugin.node-test.js', import.meta.url));

/** Runs the fixture under node:test and returns what it reports, in TAP. */
function runFixture(...options: string[]): Promise<{ code: unknown; tap: string }> {
  // Vitest marks its processes; node:test must not take itself for one that runs inside another.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return new Promise((resolve) => {
    const args = ['--test', '--test-reporter=tap', ...options, fixture];
    execFile(process.execPath, args, { env, maxBuffer: 2 ** 26 }, (error, tap) =>
      resolve({ code: error?.code ?? 0, tap }),
    );
  });
}

test('under node:test every case is a test, and one that fails fails the run', async () => {
  const { code, tap } = await runFixture();
  expect(code).toBe(1);
  expect(tap).toContain('ok 1 - plugin: the plugin is one that a registry takes');
  expect(tap).toContain('not ok 5 - plugin: a provider has the name of its plugin');
  expect(tap).toMatch(/# tests (?:9\d|1\d\d)$/m);
});

test('under node:test a filter that leaves no case fails the run', async () => {
  const { code, tap } = await runFixture('--test-name-pattern=nothing is called so');
  expect(code).toBe(1);
  expect(tap).toContain('no case was run');
});
