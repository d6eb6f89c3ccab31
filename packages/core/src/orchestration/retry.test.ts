import { AbortError } from 'p-retry';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { CapacityUnavailableError } from '../errors/capacity-unavailable-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import { QuotaExceededError } from '../errors/quota-exceeded-error.js';
import { RateLimitedError } from '../errors/rate-limited-error.js';
import { type RetryAttempt, type RetryPolicy, retry } from './retry.js';

const unreachable = () =>
  new NetworkFailureError('x: createInstance did not reach the cloud.', {
    operation: 'createInstance',
    provider: 'x',
    outcome: 'no-instance',
  });

const rateLimited = (retryAfterMs: number) =>
  new RateLimitedError('Too many requests.', { operation: 'createInstance', retryAfterMs });

/** Runs `retry` under a clock of its own, in which each try fails with what `failWith` returns for it. */
async function failing(failWith: (attempt: number) => unknown, policy: RetryPolicy = {}) {
  const clock = new VirtualClock();
  const startedAt = clock.now();
  const tries: number[] = [];
  const told: { attempt: number; delayMs: number }[] = [];
  const outcome = await clock.run(() =>
    retry(
      async ({ attempt }): Promise<unknown> => {
        tries.push(clock.now() - startedAt);
        const error = failWith(attempt);
        if (error === undefined) return 'machine';
        throw error;
      },
      {
        clock,
        random: () => 0,
        onRetry: ({ attempt, delayMs }) => {
          told.push({ attempt, delayMs });
        },
        ...policy,
      },
    ).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    ),
  );
  expect(clock.sleeping).toBe(0);
  return { ...outcome, tries, told };
}

describe('work that succeeds', () => {
  test('is done once, with a random key, the first number and a signal', async () => {
    const seen: RetryAttempt[] = [];
    const results = [1, 2].map((result) =>
      retry(async (attempt) => {
        seen.push(attempt);
        return result;
      }),
    );
    expect(await Promise.all(results)).toEqual([1, 2]);
    expect(seen).toHaveLength(2);
    for (const { idempotencyKey, attempt, signal } of seen) {
      expect(idempotencyKey).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(attempt).toBe(1);
      expect(signal.aborted).toBe(false);
    }
    expect(seen[0]?.idempotencyKey).not.toBe(seen[1]?.idempotencyKey);
  });

  test('after failures gives its result', async () => {
    const { tries, ...outcome } = await failing((attempt) =>
      attempt < 3 ? unreachable() : undefined,
    );
    expect(outcome).toMatchObject({ value: 'machine' });
    expect(tries).toHaveLength(3);
  });

  test.each([undefined, null, 0, '', false])('may give %s', async (result) => {
    expect(await retry(async () => result)).toBe(result);
  });
});

test('every try has the same key, the next number and the signal of the policy', async () => {
  const { signal } = new AbortController();
  for (const given of ['order-66', undefined]) {
    const seen: RetryAttempt[] = [];
    const policy = { clock: new VirtualClock(), signal, idempotencyKey: given };
    await policy.clock.run(() =>
      retry(async (attempt) => {
        seen.push(attempt);
        if (attempt.attempt < 4) throw unreachable();
      }, policy),
    );
    expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
    const [first] = seen;
    for (const attempt of seen) {
      expect(attempt.idempotencyKey).toBe(given ?? first?.idempotencyKey);
      expect(attempt.signal).toBe(signal);
    }
  }
});

describe('how often', () => {
  test('is five times by default; then the last error is thrown as it is', async () => {
    const errors = [1, 2, 3, 4, 5].map(unreachable);
    const { tries, told, ...outcome } = await failing((attempt) => errors[attempt - 1]);
    expect(tries).toHaveLength(5);
    expect(told).toHaveLength(4);
    expect(outcome).toHaveProperty('error', errors[4]);
  });

  test.each([1, 2, 7])('can be said: %d', async (maxAttempts) => {
    const { tries, told } = await failing(unreachable, { maxAttempts });
    expect(tries).toHaveLength(maxAttempts);
    expect(told).toHaveLength(maxAttempts - 1);
  });

  test('has a limit in time: no try starts later than maxElapsedMs after the first', async () => {
    const policy = { minDelayMs: 1_000, maxAttempts: 10 };
    const error = unreachable();
    const within = await failing(() => error, { ...policy, maxElapsedMs: 1_500 });
    expect(within.tries).toEqual([0, 500, 1_500]);
    expect(within).toHaveProperty('error', error);
    const less = await failing(() => error, { ...policy, maxElapsedMs: 1_499 });
    expect(less.tries).toEqual([0, 500]);
    const none = await failing(() => error, { ...policy, maxElapsedMs: 0 });
    expect(none.tries).toEqual([0]);
    expect(none.told).toEqual([]);
  });
});

describe('the waits', () => {
  test('begin with one second and are doubled, up to a minute, less up to half of it by chance', async () => {
    const least = await failing(unreachable, { maxAttempts: 9 });
    expect(least.told.map(({ delayMs }) => delayMs)).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
    expect(least.told.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(least.tries).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500, 31_500, 61_500, 91_500]);
    const most = await failing(unreachable, { maxAttempts: 9, random: () => 0.999_999 });
    expect(most.told.map(({ delayMs }) => delayMs)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ]);
  });

  test('are within bounds that can be set', async () => {
    const { told } = await failing(unreachable, { minDelayMs: 10, maxDelayMs: 30 });
    expect(told.map(({ delayMs }) => delayMs)).toEqual([5, 10, 15, 15]);
  });

  test('may be none', async () => {
    const { tries, told } = await failing(unreachable, { minDelayMs: 0, maxAttempts: 3 });
    expect(told.map(({ delayMs }) => delayMs)).toEqual([0, 0]);
    expect(tries).toEqual([0, 0, 0]);
  });

  test('may begin with more than a minute', async () => {
    const { told } = await failing(unreachable, { minDelayMs: 100_000, maxAttempts: 3 });
    expect(told.map(({ delayMs }) => delayMs)).toEqual([50_000, 50_000]);
  });

  test('are as long as the cloud asks, also longer than our longest', async () => {
    const asked = [100, 2_000, 90_000];
    const { told } = await failing((attempt) => rateLimited(asked[attempt - 1] ?? 0), {
      maxAttempts: 4,
    });
    expect(told.map(({ delayMs }) => delayMs)).toEqual([500, 2_000, 90_000]);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -5])(
    'are our own when the cloud asks for %d ms',
    async (retryAfterMs) => {
      const { told } = await failing(() => rateLimited(retryAfterMs), { maxAttempts: 2 });
      expect(told).toEqual([{ attempt: 1, delayMs: 500 }]);
    },
  );

  test('are never longer than a timer can be', async () => {
    const { told } = await failing(() => rateLimited(2 ** 40), { maxAttempts: 2 });
    expect(told).toEqual([{ attempt: 1, delayMs: 2_147_483_647 }]);
  });

  test('are those of the machine by default', async () => {
    let tries = 0;
    const work = async () => {
      tries++;
      if (tries < 3) throw unreachable();
      return tries;
    };
    expect(await retry(work, { minDelayMs: 0 })).toBe(3);
  });

  test('are not skipped when a clock fails', async () => {
    const failure = new Error('the clock is broken');
    const clock = { now: () => 0, sleep: () => Promise.reject(failure) };
    const { tries, ...outcome } = await failing(unreachable, { clock });
    expect(outcome).toHaveProperty('error', failure);
    expect(tries).toHaveLength(1);
  });
});

describe('what is not retryable ends the tries at once, and is thrown as it is', () => {
  test.each<[string, unknown]>([
    ['an InvalidInputError', new InvalidInputError('no', { operation: 'o', issues: [] })],
    ['a QuotaExceededError', new QuotaExceededError('no', { operation: 'o' })],
    ['an OperationAbortedError', new OperationAbortedError('no', { operation: 'o' })],
    ['an Error', new Error('no')],
    ['a TypeError', new TypeError('no')],
    ['the TypeError of a failed fetch', new TypeError('fetch failed')],
    ['an error that says it is retryable and is none of ours', { retryable: true }],
    ['the AbortError of the library', new AbortError('stop')],
    ['a frozen error', Object.freeze(new Error('no'))],
    ['a text', 'no'],
    ['null', null],
    ['a symbol', Symbol('no')],
    ['an object without prototype', Object.create(null)],
  ])('%s', async (_, thrown) => {
    const { tries, told, ...outcome } = await failing(() => thrown);
    expect(Reflect.get(outcome, 'error')).toBe(thrown);
    expect(tries).toHaveLength(1);
    expect(told).toEqual([]);
  });

  test('undefined', async () => {
    const outcome = await retry(() => Promise.reject(undefined)).then(
      () => 'resolved',
      (error: unknown) => ({ error }),
    );
    expect(outcome).toEqual({ error: undefined });
  });

  test('also in a later try', async () => {
    const final = new TypeError('a bug');
    const { tries, ...outcome } = await failing((attempt) =>
      attempt === 3 ? final : unreachable(),
    );
    expect(outcome).toHaveProperty('error', final);
    expect(tries).toHaveLength(3);
  });

  test('but lost capacity is tried again', async () => {
    const error = new CapacityUnavailableError('sold out', { operation: 'createInstance' });
    const { tries } = await failing(() => error);
    expect(tries).toHaveLength(5);
  });

  test('also when work throws before it returns a promise', async () => {
    const failure = new RangeError('at once');
    const work = () => {
      throw failure;
    };
    await expect(retry(work)).rejects.toBe(failure);
  });
});

describe('onRetry', () => {
  test('is told of the error, the number of the try and the wait', async () => {
    const told: unknown[] = [];
    const error = unreachable();
    await failing(() => error, {
      maxAttempts: 2,
      onRetry: (retried) => {
        told.push(retried);
      },
    });
    expect(told).toEqual([{ error, attempt: 1, delayMs: 500 }]);
  });

  test('is waited for', async () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    await clock.run(() =>
      retry(
        async ({ attempt }) => {
          order.push(`try ${attempt}`);
          if (attempt === 1) throw unreachable();
        },
        {
          clock,
          onRetry: async () => {
            await clock.sleep(60_000);
            order.push('told');
          },
        },
      ),
    );
    expect(order).toEqual(['try 1', 'told', 'try 2']);
  });

  test('ends the tries with what it throws', async () => {
    const failure = new Error('the log is full');
    const thrower = () => {
      throw failure;
    };
    for (const onRetry of [thrower, () => Promise.reject(failure)]) {
      const { tries, ...outcome } = await failing(unreachable, { onRetry });
      expect(outcome).toHaveProperty('error', failure);
      expect(tries).toHaveLength(1);
    }
  });
});
