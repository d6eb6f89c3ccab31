import { randomUUID } from 'node:crypto';
import pRetry from 'p-retry';
import * as v from 'valibot';
import type { Clock } from '../clock/clock.js';
import { systemClock } from '../clock/system-clock.js';
import { idempotencyKeySchema } from '../contract/instance-spec-schema.js';
import { ProviderError } from '../errors/provider-error.js';
import { StagelyError } from '../errors/stagely-error.js';
import { askedDelay } from '../plugin/asked-delay.js';
import { backoffDelay } from '../plugin/backoff.js';
import { abortedError, type Operation } from '../plugin/operation.js';
import { parseInputs } from '../validation/parse-input.js';
import {
  abortSignal,
  clockSchema,
  functionSchema,
  strictFields,
  wholeNumber,
} from '../validation/schemas.js';

/** What each try is given. */
export interface RetryAttempt {
  /** The same in every try: put it into the spec, and no try makes a second machine. */
  readonly idempotencyKey: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** The policy's signal, or one that is never aborted. */
  readonly signal: AbortSignal;
}

/** When and how often to try again. */
export interface RetryPolicy {
  /** How many tries in all. Default: 5. */
  maxAttempts?: number | undefined;
  /** The wait after the first failure, in milliseconds; doubled after each further one. Default: 1,000. */
  minDelayMs?: number | undefined;
  /**
   * The longest wait of ours, in milliseconds; a longer one that the cloud asks for is kept, up to 24 days.
   * Default: 60,000, or `minDelayMs` where that is more.
   */
  maxDelayMs?: number | undefined;
  /** No try starts later than this after the first, in milliseconds. Default: no limit. */
  maxElapsedMs?: number | undefined;
  /** The key of all tries. Default: a random one; give your own, and a crashed process finds its machine again. */
  idempotencyKey?: string | undefined;
  /** Ends the waiting between tries, and is handed to each. */
  signal?: AbortSignal | undefined;
  /** Told of each failure that will be tried again, and waited for. What it throws ends the tries. */
  onRetry?:
    | ((retry: { error: StagelyError; attempt: number; delayMs: number }) => void | Promise<void>)
    | undefined;
  /** Default: the machine's own clock. */
  clock?: Clock | undefined;
  /** Numbers from 0 up to 1, for jitter. Default: `Math.random`. */
  random?: (() => number) | undefined;
}

const policySchema = v.optional(
  v.pipe(
    strictFields({
      maxAttempts: v.optional(wholeNumber(1, 1_000), 5),
      minDelayMs: v.optional(wholeNumber(0, 86_400_000), 1_000),
      maxDelayMs: v.optional(wholeNumber(0, 86_400_000)),
      maxElapsedMs: v.optional(wholeNumber(0)),
      idempotencyKey: v.optional(idempotencyKeySchema),
      signal: v.optional(abortSignal),
      onRetry: v.optional(functionSchema),
      clock: v.optional(clockSchema),
      random: v.optional(functionSchema),
    }),
    v.forward(
      v.check(
        ({ minDelayMs, maxDelayMs }) => maxDelayMs === undefined || maxDelayMs >= minDelayMs,
        'must not be less than minDelayMs',
      ),
      ['maxDelayMs'],
    ),
  ),
  {},
);

const OPERATION = { operation: 'retry' };

/** Timers of Node.js go off at once when they are set for longer. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/**
 * Calls `work` until it succeeds: with exponential backoff and jitter, only after errors that are
 * `retryable`, waiting at least as long as the cloud asks for (`retryAfterMs`), with one idempotency key over
 * all tries. A result that came although the signal was aborted meanwhile is returned: it may be a machine.
 *
 * ```ts
 * const machine = await retry(({ idempotencyKey, signal }) =>
 *   provider.createInstance({ size: 'small', architecture: 'amd64', idempotencyKey }, { signal }),
 * );
 * ```
 *
 * Rejects with the last error of `work`, whatever it is; with an `OperationAbortedError` when the signal is
 * aborted and there were tries left, its `cause` the last error; with an `InvalidInputError` for a bad policy.
 */
export async function retry<T>(
  work: (attempt: RetryAttempt) => Promise<T>,
  policy?: RetryPolicy,
): Promise<T> {
  const inputs = parseInputs(
    { work: functionSchema, policy: policySchema },
    { work, policy },
    OPERATION,
  );
  const { maxAttempts, minDelayMs, maxElapsedMs = Number.POSITIVE_INFINITY } = inputs.policy;
  const maxDelayMs = inputs.policy.maxDelayMs ?? Math.max(60_000, minDelayMs);
  const { clock = systemClock, random, onRetry } = policy ?? {};
  const signal = policy?.signal ?? new AbortController().signal;
  const idempotencyKey = policy?.idempotencyKey ?? randomUUID();
  const startedAt = clock.now();
  if (signal.aborted) throw abortedError({ ...OPERATION, idempotencyKey }, signal);

  const tryOnce = async (attempt: number): Promise<Outcome<T>> => {
    try {
      return { value: await work({ idempotencyKey, attempt, signal }) };
    } catch (error) {
      if (isRetryable(error)) throw error;
      return { error };
    }
  };

  const outcome = await pRetry(tryOnce, {
    retries: maxAttempts - 1,
    minTimeout: 0,
    // The library's own waits and signal are not used: they know no clock, and would drop a machine that is there.
    async onFailedAttempt({ error, attemptNumber, retriesLeft }) {
      if (!isRetryable(error) || retriesLeft === 0) throw error;
      if (signal.aborted) throw abortedWithTriesLeft(error, idempotencyKey);
      const backoff = backoffDelay(attemptNumber, { minDelayMs, maxDelayMs, random });
      const delayMs = Math.min(LONGEST_SLEEP_MS, Math.max(backoff, askedDelay(error)));
      if (clock.now() - startedAt + delayMs > maxElapsedMs) throw error;
      await onRetry?.({ error, attempt: attemptNumber, delayMs });
      try {
        await clock.sleep(delayMs, signal);
      } catch (failure) {
        if (!signal.aborted) throw failure;
      }
      if (signal.aborted) throw abortedWithTriesLeft(error, idempotencyKey);
    },
  });
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

/** What is final: the library is shown only errors to try again after, because it replaces some of the others. */
type Outcome<T> = { readonly value: T } | { readonly error: unknown };

function isRetryable(error: unknown): error is StagelyError {
  return error instanceof StagelyError && error.retryable;
}

function abortedWithTriesLeft(error: StagelyError, idempotencyKey: string): Error {
  const { provider, instanceId, outcome }: Partial<Operation> =
    error instanceof ProviderError ? error : {};
  const operation = { ...OPERATION, idempotencyKey, provider, instanceId, outcome };
  return abortedError(operation, undefined, error);
}
