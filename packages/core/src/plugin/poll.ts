import type { Clock } from '../clock/clock.js';
import { ProviderError } from '../errors/provider-error.js';
import { ReadinessTimeoutError } from '../errors/readiness-timeout-error.js';
import { StagelyError } from '../errors/stagely-error.js';
import { askedDelay } from './asked-delay.js';
import { type BackoffOptions, backoffDelay } from './backoff.js';
import { withDeadline } from './deadline.js';
import { abortedError, describeOperation, type Operation } from './operation.js';
import { unlessAborted } from './unless-aborted.js';

export interface PollOptions {
  readonly clock: Clock;
  readonly operation: Operation;
  /** How long to go on, in milliseconds; a read under way is left alone then, whether or not it heeds its signal. */
  readonly timeoutMs: number;
  /** Between reads. Default: 1 s, growing to 5 s. */
  readonly backoff?: Partial<BackoffOptions> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What is awaited, for the message when it does not come: `a public IPv4 address`. */
  readonly awaiting: string;
}

/**
 * Reads again and again until there is an answer.
 *
 * `read` answers `undefined` to go on. Retryable errors of a read (throttling, 5xx, dropped connections)
 * are waited out, with the pause the cloud asks for as far as the deadline allows; any other error ends it.
 *
 * @throws ReadinessTimeoutError at the deadline, with the last error of a read as its cause
 * @throws OperationAbortedError when the signal is aborted
 */
export async function poll<T>(
  read: (signal: AbortSignal) => Promise<T | undefined>,
  options: PollOptions,
): Promise<T> {
  const { clock, operation, timeoutMs, signal, awaiting } = options;
  const backoff = { minDelayMs: 1_000, maxDelayMs: 5_000, ...options.backoff };
  if (signal?.aborted) throw abortedError(operation, signal);
  const polling = withDeadline({ clock, timeoutMs, signal }, async (scope) => {
    let lastError: StagelyError | undefined;
    for (let attempt = 1; !scope.expired(); attempt++) {
      let pause = backoffDelay(attempt, backoff);
      try {
        const answer = await unlessAborted(read(scope.signal), scope.signal);
        if (answer !== undefined) return answer;
      } catch (error) {
        if (signal?.aborted) throw abortedError(operation, signal);
        if (scope.expired()) break;
        if (!(error instanceof StagelyError) || !error.retryable) throw error;
        lastError = error;
        if (error instanceof ProviderError) pause = Math.max(pause, askedDelay(error));
      }
      await clock.sleep(pause, scope.signal).catch(() => undefined);
      if (signal?.aborted) throw abortedError(operation, signal);
    }
    const seconds = Math.round(timeoutMs / 100) / 10;
    throw new ReadinessTimeoutError(
      `${describeOperation(operation)} waited ${seconds} s for ${awaiting}, which did not come. Try again, or allow more time.`,
      { ...operation, cause: lastError },
    );
  });
  return polling.catch((error: unknown) => {
    // Aborted as the time began to run: nothing has been read.
    throw signal?.aborted && error === signal.reason ? abortedError(operation, signal) : error;
  });
}
