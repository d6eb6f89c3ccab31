import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { InvalidCredentialsError } from '../errors/invalid-credentials-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import type { Call } from './creation-cloud.js';
import { releaseInstance } from './release-instance.js';

const operation = {
  provider: 'acme',
  operation: 'createInstance',
  idempotencyKey: 'job-7',
  outcome: 'no-instance',
} as const;

/** Releases `m-1` on a cloud whose delete requests end in what `endInstance` makes of them. */
async function release(endInstance: (call: Call, attempt: number) => Promise<void>) {
  const clock = new VirtualClock();
  const calls: Call[] = [];
  const cloud = {
    endInstance: (instanceId: string, call: Call) => {
      expect(instanceId).toBe('m-1');
      return endInstance(call, calls.push(call));
    },
  };
  const backoff = { minDelayMs: 1_000, maxDelayMs: 5_000, random: () => 0.999_999 };
  const startedAt = clock.now();
  const failure = await clock.run(() =>
    releaseInstance(cloud, 'm-1', { operation, clock, timeoutMs: 30_000, backoff }),
  );
  expect(clock.sleeping).toBe(0);
  return { failure, calls, tookMs: clock.now() - startedAt };
}

test('a machine that was ended is no failure, and asked to end once', async () => {
  const { failure, calls, tookMs } = await release(() => Promise.resolve());
  expect([failure, calls.length, tookMs]).toEqual([undefined, 1, 0]);
});

test('until it has ended, the machine is said to exist', async () => {
  const { calls } = await release(() => Promise.resolve());
  expect(calls[0]?.operation).toEqual({
    ...operation,
    outcome: 'instance-exists',
    instanceId: 'm-1',
  });
});

test('what fails for the moment is tried again', async () => {
  const { failure, calls, tookMs } = await release(async (call, attempt) => {
    if (attempt < 3) throw new NetworkFailureError('No answer.', call.operation);
  });
  expect([failure, calls.length, tookMs]).toEqual([undefined, 3, 3_000]);
});

test('what fails for good is told at once', async () => {
  const refusal = new InvalidCredentialsError('Revoked.', operation);
  const { failure, calls } = await release(() => Promise.reject(refusal));
  expect([failure, calls.length]).toEqual([refusal, 1]);
});

test('what fails for nothing is told as a failure', async () => {
  const { failure } = await release(() => Promise.reject(undefined));
  expect(failure).toEqual(new Error('The deletion failed for no reason.'));
});

test('at the end of the time it says what it has waited for, and that the machine exists', async () => {
  const { failure, tookMs } = await release(async (call) => {
    throw new NetworkFailureError('No answer.', call.operation);
  });
  expect(failure).toMatchObject({
    code: 'readiness_timeout',
    outcome: 'instance-exists',
    instanceId: 'm-1',
    idempotencyKey: 'job-7',
    message: expect.stringContaining('waited 30 s for the deletion of the machine'),
  });
  expect(tookMs).toBe(30_000);
});
