import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { type EmulatedCloud, startHetzner } from './testing/emulated-cloud.js';
import { runProgram } from './testing/run-program.js';

const script = fileURLToPath(new URL('run-live.js', import.meta.url));

const started: EmulatedCloud[] = [];
afterEach(() => Promise.all(started.splice(0).map(({ emulator }) => emulator.close())));

async function startCloud(): Promise<EmulatedCloud> {
  const cloud = await startHetzner();
  started.push(cloud);
  return cloud;
}

test('without credentials every case is skipped, and says which variables are missing', async () => {
  const { exitCode, output } = await runProgram([script], {});
  expect(exitCode).toBe(0);
  for (const [cloud, variables] of [
    ['aws', 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY and AWS_REGION'],
    ['digitalocean', 'DO_API_TOKEN and DO_REGION'],
    ['hetzner', 'HETZNER_API_TOKEN and HETZNER_LOCATION'],
  ]) {
    expect(output).toMatch(
      new RegExp(`three keys .* \\[no credentials for ${cloud}: set ${variables}\\]`),
    );
  }
  expect(output).toMatch(/Tests +\d+ skipped \(\d+\)/);
  expect(output).toContain('Nothing was tested: there are credentials for no cloud.');
});

test('with credentials for one cloud its cases are run, and nothing is left', async () => {
  const { emulator, env } = await startCloud();
  const { exitCode, output } = await runProgram([script, '-t', 'three keys'], env);
  expect(output).toContain('✓ src/hetzner.live.ts > hetzner > three keys at once');
  expect(output).toContain('hetzner: no machine of this run is left');
  expect(emulator.meter.total()).toMatchObject({ machines: 3, alive: 0 });
  expect(exitCode).toBe(0);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s in the middle ends the machines of the run', async (signal, exitCode) => {
  const { emulator, env } = await startCloud();
  const ended = await runProgram([script, '-t', 'three keys'], env, (program: ChildProcess) => {
    emulator.requests.onRequest(({ operation, status }) => {
      if (operation === 'POST /v1/servers' && status === 201) program.kill(signal);
    });
  });
  expect(ended.exitCode).toBe(exitCode);
  expect(ended.output).toContain('Interrupted.');
  expect(ended.output).toMatch(/hetzner: ended \d+/);
  expect(emulator.meter.total().alive).toBe(0);
});

test('a machine that cannot be ended is told of by its id, and is a failure', async () => {
  const { emulator, env } = await startCloud();
  emulator.faults.add({
    operation: 'DELETE /v1/servers/{id}',
    probability: 1,
    fault: { type: 'status', status: 423, code: 'protected' },
  });
  const { exitCode, output } = await runProgram([script, '-t', 'a spot machine'], env);
  expect(exitCode).toBe(1);
  expect(output).toMatch(/hetzner: LEFT \d+, end it yourself: /);
  expect(emulator.meter.total().alive).toBe(1);
});
