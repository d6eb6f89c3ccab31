import { fileURLToPath } from 'node:url';
import { systemClock } from '@stagely/core/plugin';
import { expect, test } from 'vitest';
import { hetzner } from './clouds/hetzner.js';
import { TestRun } from './run/test-run.js';
import { findTarget } from './target/find-target.js';
import { startHetzner } from './testing/emulated-cloud.js';
import { runProgram } from './testing/run-program.js';

const script = fileURLToPath(new URL('end-forgotten-machines.js', import.meta.url));

test('the command ends test machines that a run has left behind two hours ago', async () => {
  const twoHoursAgo = { ...systemClock, now: () => Date.now() - 7_200_000 };
  const { emulator, env } = await startHetzner(twoHoursAgo);
  const { target } = await findTarget(hetzner, { env });
  if (target === undefined) throw new Error('The credentials of the emulator were not found.');
  const run = await TestRun.open(target, 'run-1');
  const { instanceId } = await run.create();

  const told = await runProgram([script, '--dry-run'], env);
  expect(told.output).toContain(`hetzner: would end ${instanceId}, there since `);
  expect(told.output).toContain('aws: left out, no credentials for aws: set AWS_ACCESS_KEY_ID');
  expect(emulator.meter.total().alive).toBe(1);

  const ended = await runProgram([script], env);
  expect(ended.output).toContain(`hetzner: ended ${instanceId}, there since `);
  expect(ended.exitCode).toBe(0);
  await run.untilEnded(instanceId);
  await emulator.close();
});
