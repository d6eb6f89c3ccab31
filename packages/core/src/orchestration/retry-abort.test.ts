import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import { StagelyError } from '../errors/stagely-error.js';
import { type RetryPolicy, retry } from './retry.js';

const unknownOutcome = new NetworkFailureError('x: createInstance of i-1 had no answer.', {
  operation: 'createInstance',
  provider: 'x',
  instanceId: 'i-1',
  outcome: 'unknown',
});

/** Runs `retry` under a clock of its own; `work` is given a function that aborts. */
async function aborting<T>(
  work: (abort: () => void, attempt: number) => Promise<T>,
  policy: RetryPolicy = {},
) {
  const clock = new VirtualClock();
  const startedAt = clock.now();
  const controller = new AbortController();
  const abort = () => controller.abort(new Error('the user pressed Ctrl-C'));
  const tries: number[] = [];
  const outcome = await clock.run(() =>
    retry(
      async ({ attempt }) => {
        tries.push(attempt);
        return work(abort, attempt);
      },
      { clock, signal: controller.signal, idempotencyKey: 'key-1', random: () => 0, ...policy },
    ).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    ),
  );
  expect(clock.sleeping).toBe(0);
  return { ...outcome, tries, elapsedMs: clock.now() - startedAt };
}

test('a signal that is aborted already keeps work from being done', async () => {
  const reason = new Error('too late');
  let done = false;
  const error = await retry(
    async () => {
      done = true;
    },
    { signal: AbortSignal.abort(reason), idempotencyKey: 'key-1' },
  ).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(OperationAbortedError);
  expect(error).toMatchObject({
    name: 'AbortError',
    operation: 'retry',
    idempotencyKey: 'key-1',
    cause: reason,
  });
  expect(done).toBe(false);
});

describe('a signal that is aborted during the wait', () => {
  test('ends it at once, and the last error is the cause', async () => {
    const clock = new VirtualClock();
    const startedAt = clock.now();
    const controller = new AbortController();
    const result = await clock.run(() => {
      void clock.sleep(200).then(() => controller.abort());
      return retry(() => Promise.reject(unknownOutcome), {
        clock,
        signal: controller.signal,
        idempotencyKey: 'key-1',
      }).catch((error: unknown) => ({ error, elapsedMs: clock.now() - startedAt }));
    });
    expect(result).toEqual({ error: expect.any(OperationAbortedError), elapsedMs: 200 });
    expect(result).toMatchObject({
      error: {
        message: 'x: retry of i-1 was aborted by its caller.',
        provider: 'x',
        instanceId: 'i-1',
        outcome: 'unknown',
        idempotencyKey: 'key-1',
        cause: unknownOutcome,
      },
    });
    expect(clock.sleeping).toBe(0);
  });

  test('by onRetry ends it too', async () => {
    const controller = new AbortController();
    const { tries, elapsedMs, ...outcome } = await aborting(() => Promise.reject(unknownOutcome), {
      signal: controller.signal,
      onRetry: () => controller.abort(),
    });
    expect(outcome).toHaveProperty('error', expect.any(OperationAbortedError));
    expect(tries).toEqual([1]);
    expect(elapsedMs).toBe(0);
  });
});

test('an error of ours that no provider made is tried again, and can be the cause too', async () => {
  class MaintenanceError extends StagelyError {
    readonly code = 'network_failure';
    readonly retryable = true;
  }
  const maintenance = new MaintenanceError('back soon');
  const outcome = await aborting(async (abort, attempt) => {
    if (attempt === 2) abort();
    throw maintenance;
  });
  expect(outcome).toMatchObject({
    error: { message: 'retry was aborted by its caller.', cause: maintenance },
    tries: [1, 2],
    elapsedMs: 500,
  });
});

describe('a signal that is aborted while work is done', () => {
  test('does not lose a result: it may be a machine', async () => {
    const outcome = await aborting(async (abort) => {
      abort();
      return 'machine';
    });
    expect(outcome).toMatchObject({ value: 'machine', tries: [1] });
  });

  test('does not lose a result of a later try either', async () => {
    const outcome = await aborting(async (abort, attempt) => {
      if (attempt === 1) throw unknownOutcome;
      abort();
      return 'machine';
    });
    expect(outcome).toMatchObject({ value: 'machine', tries: [1, 2] });
  });

  test('ends the tries when it fails, and onRetry is told of no further one', async () => {
    const told: unknown[] = [];
    const { tries, elapsedMs, ...outcome } = await aborting(
      async (abort) => {
        abort();
        throw unknownOutcome;
      },
      { onRetry: (retried) => void told.push(retried) },
    );
    expect(outcome).toHaveProperty('error', expect.any(OperationAbortedError));
    expect(outcome).toMatchObject({ error: { cause: unknownOutcome, outcome: 'unknown' } });
    expect(tries).toEqual([1]);
    expect(told).toEqual([]);
    expect(elapsedMs).toBe(0);
  });

  test.each<[string, Error, RetryPolicy]>([
    ['of what is not retryable', new TypeError('a bug'), {}],
    ['of the last try', unknownOutcome, { maxAttempts: 1 }],
  ])('leaves the error %s as it is', async (_, thrown, policy) => {
    const outcome = await aborting(async (abort) => {
      abort();
      throw thrown;
    }, policy);
    expect(Reflect.get(outcome, 'error')).toBe(thrown);
  });
});
