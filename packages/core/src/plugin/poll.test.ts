import { describe, expect, test } from 'vitest';
import { rejectionOf } from '../../test/thrown-by.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import { InvalidCredentialsError } from '../errors/invalid-credentials-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import { RateLimitedError } from '../errors/rate-limited-error.js';
import { ReadinessTimeoutError } from '../errors/readiness-timeout-error.js';
import { StagelyError } from '../errors/stagely-error.js';
import { type PollOptions, poll } from './poll.js';

const operation = { provider: 'hetzner', operation: 'createInstance', idempotencyKey: 'job-7' };

/** Polls under a virtual clock, and notes when each read began. */
function polling<T>(
  read: (attempt: number, signal: AbortSignal) => Promise<T | undefined>,
  options: Partial<PollOptions> = {},
) {
  const clock = new VirtualClock({ startAt: new Date(0) });
  const reads: number[] = [];
  const result = clock.run(() =>
    poll(
      (signal) => {
        reads.push(clock.now());
        return read(reads.length, signal);
      },
      {
        clock,
        operation,
        timeoutMs: 60_000,
        awaiting: 'a public IPv4 address',
        backoff: { random: () => 1 },
        ...options,
      },
    ),
  );
  return { clock, reads, result };
}

const hang = () => new Promise<never>(() => undefined);

describe('reading goes on', () => {
  test('until there is an answer, after 1, 2, 4 and then every 5 seconds', async () => {
    const { clock, reads, result } = polling(async (attempt) => (attempt < 6 ? undefined : 'ip'));
    expect(await result).toBe('ip');
    expect(reads).toEqual([0, 1_000, 3_000, 7_000, 12_000, 17_000]);
    expect(clock.sleeping).toBe(0);
  });

  test('not at all when the first answer is there', async () => {
    const { clock, reads, result } = polling(async () => 'ip');
    expect(await result).toBe('ip');
    expect(reads).toEqual([0]);
    expect(clock.now()).toBe(0);
  });

  test.each([0, '', false, null])('until an answer that may be %j', async (answer) => {
    const { reads, result } = polling(async () => answer);
    expect(await result).toBe(answer);
    expect(reads).toHaveLength(1);
  });

  test('with the pauses it is given', async () => {
    const backoff = { minDelayMs: 10, maxDelayMs: 25, random: () => 0 };
    const { reads, result } = polling(async (attempt) => (attempt < 5 ? undefined : 'ip'), {
      backoff,
    });
    await result;
    expect(reads).toEqual([0, 5, 15, 28, 41]);
  });
});

describe('an error of a read', () => {
  test('that is retryable is waited out, with the pause of that read', async () => {
    const { reads, result } = polling(async (attempt) => {
      if (attempt < 3) throw new NetworkFailureError('dropped', operation);
      return 'ip';
    });
    expect(await result).toBe('ip');
    expect(reads).toEqual([0, 1_000, 3_000]);
  });

  test.each([
    ['RateLimitedError', RateLimitedError],
    ['NetworkFailureError', NetworkFailureError],
  ])('is waited out for as long as the cloud asks: %s', async (_, ErrorClass) => {
    const { reads, result } = polling(async (attempt) => {
      if (attempt === 1) throw new ErrorClass('later', { ...operation, retryAfterMs: 30_000 });
      return 'ip';
    });
    expect(await result).toBe('ip');
    expect(reads).toEqual([0, 30_000]);
  });

  test("of a third party's own class is waited out when it says that it is retryable", async () => {
    class AcmeBusyError extends StagelyError {
      readonly code = 'network_failure';
      readonly retryable = true;
    }
    const { reads, result } = polling(async (attempt) => {
      if (attempt === 1) throw new AcmeBusyError('busy');
      return 'ip';
    });
    expect(await result).toBe('ip');
    expect(reads).toEqual([0, 1_000]);
  });

  test('with a shorter wait than ours does not shorten ours', async () => {
    const { reads, result } = polling(async (attempt) => {
      if (attempt === 1) throw new RateLimitedError('later', { ...operation, retryAfterMs: 1 });
      return 'ip';
    });
    await result;
    expect(reads).toEqual([0, 1_000]);
  });

  test('never makes it wait beyond the deadline', async () => {
    const { clock, reads, result } = polling(async () => {
      throw new RateLimitedError('later', { ...operation, retryAfterMs: 3_600_000 });
    });
    expect(await rejectionOf(result)).toBeInstanceOf(ReadinessTimeoutError);
    expect(clock.now()).toBe(60_000);
    expect(reads).toEqual([0]);
  });

  test.each([
    ['of ours that is not retryable', new InvalidCredentialsError('revoked', operation)],
    ['of a stranger', new TypeError('bug')],
    ['of a stranger that says it is retryable', Object.assign(new Error('x'), { retryable: true })],
  ])('%s ends it', async (_, error) => {
    const { clock, reads, result } = polling(async (attempt) => {
      if (attempt === 2) throw error;
      return undefined;
    });
    expect(await rejectionOf(result)).toBe(error);
    expect(reads).toHaveLength(2);
    expect(clock.sleeping).toBe(0);
  });

  test('that is thrown before there is a promise counts like any other', async () => {
    const clock = new VirtualClock();
    const error = new InvalidCredentialsError('revoked', operation);
    const read = () => {
      throw error;
    };
    const result = poll(read, { clock, operation, timeoutMs: 10, awaiting: 'x' });
    expect(await rejectionOf(result)).toBe(error);
    expect(clock.sleeping).toBe(0);
  });
});

describe('the deadline', () => {
  test('ends it with a ReadinessTimeoutError that says what did not come', async () => {
    const { clock, reads, result } = polling(async () => undefined, { timeoutMs: 10_500 });
    const error = await rejectionOf(result);
    expect(error).toBeInstanceOf(ReadinessTimeoutError);
    expect(error).toMatchObject({
      ...operation,
      message:
        'hetzner: createInstance waited 10.5 s for a public IPv4 address, which did not come. Try again, or allow more time.',
    });
    expect(error).not.toHaveProperty('cause');
    expect(clock.now()).toBe(10_500);
    expect(reads).toEqual([0, 1_000, 3_000, 7_000]);
  });

  test('gives the last error of a read as the cause', async () => {
    const errors: Error[] = [];
    const { result } = polling(async (attempt) => {
      const error = new NetworkFailureError(`drop ${attempt}`, operation);
      errors.push(error);
      throw error;
    });
    expect(await rejectionOf(result)).toHaveProperty('cause', errors.at(-1));
    expect(errors.length).toBeGreaterThan(5);
  });

  test('cuts a read that hangs and heeds no signal', async () => {
    const { clock, result } = polling(hang);
    expect(await rejectionOf(result)).toBeInstanceOf(ReadinessTimeoutError);
    expect(clock.now()).toBe(60_000);
    expect(clock.sleeping).toBe(0);
  });

  test('aborts the signal of a read, and takes the AbortError of that read for what it is', async () => {
    const { clock, result } = polling(
      (_, signal) =>
        new Promise<never>((_resolve, reject) => {
          signal.addEventListener('abort', () =>
            reject(new OperationAbortedError('aborted', { operation: 'getInstanceStatus' })),
          );
        }),
    );
    expect(await rejectionOf(result)).toBeInstanceOf(ReadinessTimeoutError);
    expect(clock.now()).toBe(60_000);
  });

  test('lets the first read begin, however short it is', async () => {
    const { reads, result } = polling(async () => 'ip', { timeoutMs: 0 });
    expect(await result).toBe('ip');
    expect(reads).toEqual([0]);
  });
});
