import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rejectionOf } from '../../test/thrown-by.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import { InvalidCredentialsError } from '../errors/invalid-credentials-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import { RateLimitedError } from '../errors/rate-limited-error.js';
import { poll } from './poll.js';

const operation = { provider: 'hetzner', operation: 'createInstance', idempotencyKey: 'job-7' };
const hang = () => new Promise<never>(() => undefined);

describe('an abort', () => {
  const reason = new Error('enough');

  /** Aborts after some virtual time, and returns what came of it. */
  async function abortedAfter(
    ms: number,
    read: (attempt: number, signal: AbortSignal) => Promise<string | undefined>,
  ) {
    const clock = new VirtualClock({ startAt: new Date(0) });
    const controller = new AbortController();
    void clock.sleep(ms).then(() => controller.abort(reason));
    const { signal } = controller;
    let attempt = 0;
    const error = await rejectionOf(
      clock.run(() =>
        poll((readSignal) => read(++attempt, readSignal), {
          clock,
          operation,
          signal,
          timeoutMs: 60_000,
          awaiting: 'x',
          backoff: { random: () => 1 },
        }),
      ),
    );
    return { clock, error, signal, attempts: attempt };
  }

  test.each([
    ['between two reads', 500, async () => undefined],
    ['during a read that hangs', 500, hang],
    [
      'during a read that heeds its signal',
      500,
      (_: number, signal: AbortSignal) =>
        new Promise<never>((__, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    ],
    [
      'while a retryable error is waited out',
      500,
      async () => {
        throw new NetworkFailureError('dropped', operation);
      },
    ],
    [
      'while the wait that the cloud asked for goes on',
      30_000,
      async () => {
        throw new RateLimitedError('later', { ...operation, retryAfterMs: 50_000 });
      },
    ],
  ])('cuts it %s', async (_, ms, read) => {
    const { clock, error, signal } = await abortedAfter(ms, read);
    expect(error).toBeInstanceOf(OperationAbortedError);
    expect(error).toMatchObject({ ...operation, cause: reason });
    expect(clock.now()).toBe(ms);
    expect(clock.sleeping).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('that came before lets nothing begin', async () => {
    let reads = 0;
    const clock = new VirtualClock();
    const read = async () => {
      reads++;
      return 'ip';
    };
    const signal = AbortSignal.abort(reason);
    const result = poll(read, { clock, operation, signal, timeoutMs: 10, awaiting: 'x' });
    expect(await rejectionOf(result)).toMatchObject({ code: 'aborted', cause: reason });
    expect(reads).toBe(0);
    expect(clock.sleeping).toBe(0);
  });

  test('wins over an error that the aborted read ends in', async () => {
    const { error } = await abortedAfter(
      500,
      (_, signal) =>
        new Promise<never>((__, reject) => {
          signal.addEventListener('abort', () =>
            reject(new InvalidCredentialsError('revoked', operation)),
          );
        }),
    );
    expect(error).toBeInstanceOf(OperationAbortedError);
  });
});

test('neither timers nor listeners are left, whatever reads do', async () => {
  const outcomes = fc.constantFrom('nothing', 'retryable', 'throttled', 'fatal', 'answer', 'hang');
  await fc.assert(
    fc.asyncProperty(fc.array(outcomes), fc.option(fc.nat(90_000)), async (plan, abortAfter) => {
      const clock = new VirtualClock({ startAt: new Date(0) });
      const controller = new AbortController();
      const scopes = new Set<AbortSignal>();
      const steps = plan.values();
      const read = async (signal: AbortSignal) => {
        scopes.add(signal);
        const step = steps.next().value ?? 'answer';
        if (step === 'retryable') throw new NetworkFailureError('dropped', operation);
        if (step === 'throttled')
          throw new RateLimitedError('later', { ...operation, retryAfterMs: 20_000 });
        if (step === 'fatal') throw new InvalidCredentialsError('revoked', operation);
        if (step === 'hang') return hang();
        return step === 'answer' ? 'ip' : undefined;
      };
      const { signal } = controller;
      const timer = new AbortController();
      if (abortAfter !== null) {
        clock.sleep(abortAfter, timer.signal).then(
          () => controller.abort(),
          () => undefined,
        );
      }
      await clock.run(() =>
        poll(read, { clock, operation, signal, timeoutMs: 60_000, awaiting: 'x' }).catch(
          () => undefined,
        ),
      );
      timer.abort();
      expect(clock.now()).toBeLessThanOrEqual(60_000);
      expect(clock.sleeping).toBe(0);
      for (const used of [signal, ...scopes]) {
        expect(getEventListeners(used, 'abort')).toHaveLength(0);
      }
    }),
  );
});

test('an abort as the time begins to run is an OperationAbortedError too', async () => {
  const controller = new AbortController();
  const reason = new Error('given up');
  const clock = {
    now: () => 0,
    async sleep() {
      controller.abort(reason);
    },
  };
  let reads = 0;
  const error = await rejectionOf(
    poll(async () => ++reads, {
      clock,
      operation: { operation: 'createInstance' },
      timeoutMs: 10,
      signal: controller.signal,
      awaiting: 'a read',
    }),
  );
  expect(error).toMatchObject({ code: 'aborted', cause: reason });
  expect(reads).toBe(0);
});
