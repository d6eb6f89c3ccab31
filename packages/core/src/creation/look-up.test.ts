import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { InvalidCredentialsError } from '../errors/invalid-credentials-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import { lookUp } from './look-up.js';
import type { ManagedInstance } from './managed-instance.js';

const operation = { provider: 'acme', operation: 'createInstance' };
const WINDOW = 10_000;
const GRACE = 4_000;

const machine: ManagedInstance = {
  instanceId: 'm-1',
  state: 'running',
  ready: true,
  region: 'north',
  instanceType: 'first',
  architecture: 'amd64',
  spotInstance: false,
  tags: {},
};

const unreachable = () => new NetworkFailureError('No answer.', operation);

/** Looks a machine up; `find` is given the number of the look-up, from 1, and says whether it shows the machine. */
async function look(
  find: (attempt: number, clock: VirtualClock) => boolean | Promise<boolean>,
  { windowMs = WINDOW, signal }: { windowMs?: number; signal?: AbortSignal } = {},
) {
  const clock = new VirtualClock();
  const startedAt = clock.now();
  const times: number[] = [];
  const result = await clock.run(() =>
    lookUp(
      { operation, signal },
      {
        clock,
        backoff: { minDelayMs: 1_000, maxDelayMs: 4_000, random: () => 0.999_999 },
        until: startedAt + windowMs,
        graceMs: GRACE,
        find: async () => {
          const attempt = times.push(clock.now() - startedAt);
          return (await find(attempt, clock)) ? [machine] : [];
        },
        pick: (found) => found[0]?.instanceId,
      },
    ).catch((error: unknown) => error),
  );
  expect(clock.sleeping).toBe(0);
  return { result, times, tookMs: clock.now() - startedAt };
}

describe('what is looked for', () => {
  test('is answered as soon as a look-up shows it', async () => {
    const { result, times } = await look((attempt) => attempt === 3);
    expect(result).toBe('m-1');
    expect(times).toEqual([0, 1_000, 3_000]);
  });

  test('is not there when the look-up at the end of the window does not show it', async () => {
    const { result, times, tookMs } = await look(() => false);
    expect(result).toBeUndefined();
    expect(times).toEqual([0, 1_000, 3_000, 7_000, WINDOW]);
    expect(tookMs).toBe(WINDOW);
  });

  test('is not there after one look-up where there is no window', async () => {
    const { result, times } = await look(() => false, { windowMs: 0 });
    expect([result, times]).toEqual([undefined, [0]]);
  });

  test('may be there when a look-up that began before the end of the window ends after it', async () => {
    const { result, times } = await look(async (attempt, clock) => {
      if (attempt === 1) await clock.sleep(WINDOW + 1);
      return attempt === 2;
    });
    expect(result).toBe('m-1');
    expect(times).toEqual([0, WINDOW + 1 + 1_000]);
  });
});

describe('look-ups that fail', () => {
  test('for the moment are repeated, also after the window, and then decide', async () => {
    const { result, times } = await look((attempt) => {
      if (attempt < 6) throw unreachable();
      return false;
    });
    expect(result).toBeUndefined();
    expect(times).toEqual([0, 1_000, 3_000, 7_000, WINDOW, WINDOW + 4_000]);
  });

  test('for the moment, until the grace is over, end it with the last error', async () => {
    const errors: unknown[] = [];
    const { result, tookMs } = await look(() => {
      errors.push(unreachable());
      throw errors.at(-1);
    });
    expect(result).toBe(errors.at(-1));
    expect(tookMs).toBe(WINDOW + GRACE);
  });

  test.each([
    ['an error that is not retryable', new InvalidCredentialsError('Revoked.', operation)],
    ['an error that is none of ours', new TypeError('a defect')],
    ['a likeness of an error of ours', { retryable: true }],
  ])('for good end it at once: %s', async (_, error) => {
    const { result, times } = await look(() => {
      throw error;
    });
    expect([result, times]).toEqual([error, [0]]);
  });
});

describe('a signal', () => {
  test('that is aborted before keeps it from looking', async () => {
    const { result, times } = await look(() => true, { signal: AbortSignal.abort() });
    expect(result).toBeInstanceOf(OperationAbortedError);
    expect(result).toMatchObject(operation);
    expect(times).toEqual([]);
  });

  test('that is aborted between two look-ups ends the wait at once', async () => {
    const controller = new AbortController();
    const { result, tookMs } = await look(
      (attempt, clock) => {
        if (attempt === 3) void clock.sleep(500).then(() => controller.abort());
        return false;
      },
      { signal: controller.signal },
    );
    expect(result).toBeInstanceOf(OperationAbortedError);
    expect(tookMs).toBe(3_500);
  });
});
