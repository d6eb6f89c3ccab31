import { expect, test } from 'vitest';
import { runProgram } from './program.js';

const mock = { STAGELY_PROVIDER: 'mock', ORCHESTRATOR_DATABASE: '', ORCHESTRATOR_JOBS: '2' };

test('without an account it runs its jobs on the mock', async () => {
  const { exitCode, lines } = await runProgram({ ...mock, ORCHESTRATOR_BUILD_MS: '1' });
  expect(exitCode).toBe(0);
  expect(lines.join('\n')).toContain('job-1: building on mock-00000');
  expect(lines.at(-1)).toMatch(/2 of 2 jobs are done\.$/);
});

/** @type {[NodeJS.Signals, number][]} */
const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
];

test.each(signals)('%s ends the machines, then the program', async (signal, exitCode) => {
  const ended = await runProgram(
    { ...mock, ORCHESTRATOR_BUILD_MS: '3600000' },
    { signal, after: 'building on', times: 2 },
  );
  expect(ended.exitCode).toBe(exitCode);
  const output = ended.lines.join('\n');
  expect(output).toContain('job-1: back in the queue');
  expect(output.match(/mock-\d+ ended/g)).toHaveLength(2);
  expect(ended.lines.at(-1)).toMatch(/0 of 2 jobs are done\.$/);
});

test('a provider that is not installed is an error that says how to install it', async () => {
  const { exitCode, lines } = await runProgram({ ...mock, STAGELY_PROVIDER: 'nowhere' });
  expect(exitCode).toBe(1);
  expect(lines.join('\n')).toContain('npm install @stagely/provider-nowhere');
});
