import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { InvalidCredentialsError } from '../errors/invalid-credentials-error.js';
import { awaitAddress } from './await-address.js';
import type { ManagedInstance } from './managed-instance.js';

const WINDOW = 10_000;

const operation = { provider: 'acme', operation: 'createInstance' };

const pending: ManagedInstance = {
  instanceId: 'm-1',
  state: 'pending',
  ready: false,
  region: 'north',
  instanceType: 'first',
  architecture: 'amd64',
  spotInstance: false,
  tags: {},
};

/** Waits while reads answer one after the other, the last one for ever; `undefined` is that there is no machine. */
async function wait(reads: readonly (ManagedInstance | undefined)[], windowMs = WINDOW) {
  const clock = new VirtualClock();
  const beganAt = clock.now();
  let count = 0;
  const result = await clock.run(() =>
    awaitAddress(
      { operation },
      {
        clock,
        timeoutMs: 120_000,
        unknownUntil: beganAt + windowMs,
        read: async () => {
          const instance = reads[Math.min(count++, reads.length - 1)];
          if (instance === undefined) throw new InstanceNotFoundError('No.', operation);
          return instance;
        },
      },
    ),
  );
  return { result, waitedMs: clock.now() - beganAt };
}

test('a machine that one read shows and the next does not is still waited for', async () => {
  const reachable = { ...pending, publicIp: '192.0.2.1' };
  const { result } = await wait([undefined, pending, undefined, reachable]);
  expect(result).toEqual({ reachable });
});

test('a machine that no read shows when all must has ended', async () => {
  const { result, waitedMs } = await wait([pending, undefined]);
  expect(result).toEqual({ ended: undefined });
  expect(waitedMs).toBeGreaterThanOrEqual(WINDOW);
  expect(waitedMs).toBeLessThan(WINDOW + 6_000);
});

test.each(['terminated', 'stopped'] as const)('one that is %s has ended at once', async (state) => {
  const { result, waitedMs } = await wait([{ ...pending, state }]);
  expect(result).toMatchObject({ ended: { state } });
  expect(waitedMs).toBe(0);
});

test('where reads do not lag, a machine that is not found has ended at once', async () => {
  const { result, waitedMs } = await wait([undefined], 0);
  expect(result).toEqual({ ended: undefined });
  expect(waitedMs).toBe(0);
});

test('what a read is refused with for good ends the wait at once', async () => {
  const clock = new VirtualClock();
  const refusal = new InvalidCredentialsError('Revoked.', operation);
  let reads = 0;
  const waiting = awaitAddress(
    { operation },
    {
      clock,
      timeoutMs: 120_000,
      unknownUntil: clock.now(),
      read: () => {
        reads++;
        return Promise.reject(refusal);
      },
    },
  ).catch((error: unknown) => error);
  expect(await clock.run(() => waiting)).toBe(refusal);
  expect(reads).toBe(1);
});
