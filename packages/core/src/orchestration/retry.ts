import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Clock } from '../clock/clock.js';
import { systemClock } from '../clock/system-clock.js';
import { idempotencyKeySchema } from '../contract/instance-spec-schema.js';
import { ProviderError } from '../errors/provider-error.js';
import { StagelyError } from '../errors/stagely-error.js';
import { backoffDelay } from '../plugin/backoff.js';
import { abortedError } from '../plugin/operation.js';
import { invalidInput, parseInput } from '../validation/parse-input.js';
import { clockSchema, functionSchema, strictFields, wholeNumber } from '../validation/schemas.js';

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
  /** The longest wait of ours, in milliseconds; a longer one that the cloud asks for is kept. Default: 60,000. */
  maxDelayMs?: number | undefined;
  /** No try starts later than this after the first, in milliseconds. Default: no limit. */
  maxElapsedMs?: number | undefined;
  /** The key of all tries. Default: a random one; give your own, and a crashed process finds its machine again. */
  idempotencyKey?: string | undefined;
  /** Ends the waiting between tries, and is handed to each. */
  signal?: AbortSignal | undefined;
  /** Told of each failure that will be tried again. */
  onRetry?:
    | ((retry: { error: StagelyError; attempt: number; delayMs: number }) => void)
    | undefined;
  /** Default: the machine's own clock. */
  clock?: Clock | undefined;
  /** Numbers from 0 up to 1, for jitter. Default: `Math.random`. */
  random?: (() => number) | undefined;
}

const policySchema = v.optional(
  strictFields({
    maxAttempts: v.optional(wholeNumber(1, 1_000), 5),
    minDelayMs: v.optional(wholeNumber(0, 86_400_000), 1_000),
    maxDelayMs: v.optional(wholeNumber(0, 86_400_000), 60_000),
    maxElapsedMs: v.optional(wholeNumber(0)),
    idempotencyKey: v.optional(idempotencyKeySchema),
    signal: v.optional(v.instance(AbortSignal, 'must be an AbortSignal')),
    onRetry: v.optional(functionSchema),
    clock: v.optional(clockSchema),
    random: v.optional(functionSchema),
  }),
  {},
);

const OPERATION = { operation: 'retry' };

/**
 * Calls `work` until it succeeds: with exponential backoff and jitter, only after errors that are
 * `retryable`, waiting at least as long as the cloud asks for (`retryAfterMs`), with one idempotency key over
 * all tries.
 *
 * ```ts
 * const machine = await retry(({ idempotencyKey, signal }) =>
 *   provider.createInstance({ size: 'small', architecture: 'amd64', idempotencyKey }, { signal }),
 * );
 * ```
 *
 * Rejects with the last error of `work`; with an `OperationAbortedError` when the signal is aborted between
 * tries, its `cause` the last error; with an `InvalidInputError` for a bad policy.
 */
export async function retry<T>(
  work: (attempt: RetryAttempt) => Promise<T>,
  policy?: RetryPolicy,
): Promise<T> {
  if (typeof work !== 'function') {
    throw invalidInput(OPERATION, [{ path: 'work', message: 'must be a function' }]);
  }
  const { maxAttempts, minDelayMs, maxDelayMs, maxElapsedMs } = parseInput(
    policySchema,
    policy,
    'policy',
    OPERATION,
  );
  const { clock = systemClock, random, onRetry } = policy ?? {};
  const signal = policy?.signal ?? new AbortController().signal;
  const idempotencyKey = policy?.idempotencyKey ?? randomUUID();
  const startedAt = clock.now();
  if (signal.aborted) throw abortedError({ ...OPERATION, idempotencyKey }, signal);

  const { default: pRetry } = await import('p-retry');
  return pRetry((attempt) => work({ idempotencyKey, attempt, signal }), {
    retries: maxAttempts - 1,
    minTimeout: 0,
    // The library's own waits and signal are not used: they know no clock, and would drop a machine that is there.
    async onFailedAttempt({ error, attemptNumber, retriesLeft }) {
      if (!(error instanceof StagelyError) || !error.retryable || retriesLeft === 0) throw error;
      const backoff = backoffDelay(attemptNumber, { minDelayMs, maxDelayMs, random });
      const delayMs = Math.max(backoff, retryAfter(error));
      if (maxElapsedMs !== undefined && clock.now() + delayMs - startedAt > maxElapsedMs)
        throw error;
      onRetry?.({ error, attempt: attemptNumber, delayMs });
      await clock.sleep(delayMs, signal).catch(() => undefined);
      if (signal.aborted) throw abortedBetweenTries(error, idempotencyKey);
    },
  });
}

function retryAfter(error: StagelyError): number {
  return error instanceof ProviderError ? (error.retryAfterMs ?? 0) : 0;
}

function abortedBetweenTries(error: StagelyError, idempotencyKey: string): Error {
  const { provider, instanceId, outcome } =
    error instanceof ProviderError
      ? error
      : { provider: undefined, instanceId: undefined, outcome: undefined };
  const operation = { ...OPERATION, idempotencyKey, provider, instanceId, outcome };
  return abortedError(operation, undefined, error);
}
