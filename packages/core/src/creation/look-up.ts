import type { Clock } from '../clock/clock.js';
import { StagelyError } from '../errors/stagely-error.js';
import { type BackoffOptions, backoffDelay } from '../plugin/backoff.js';
import { abortedError } from '../plugin/operation.js';
import type { Call } from './creation-cloud.js';
import type { ManagedInstance } from './managed-instance.js';

export interface LookUpOptions<T> {
  readonly clock: Clock;
  readonly backoff: BackoffOptions;
  /** Only a look-up at this time or later may say that there is nothing, in milliseconds since the epoch. */
  readonly until: number;
  /** For how long after that a look-up that fails is tried again, in milliseconds. */
  readonly graceMs: number;
  readonly find: () => Promise<readonly ManagedInstance[]>;
  /** What is looked for; `undefined` while it is not there. */
  readonly pick: (found: readonly ManagedInstance[]) => T | undefined;
}

/**
 * Looks machines up again and again, until there is what is looked for or reads have had the time to show it.
 * Throttling, 5xx and dropped connections are waited out.
 *
 * @throws the error of the last look-up when none worked at the end; OperationAbortedError
 */
export async function lookUp<T>(
  { operation, signal }: Call,
  { clock, backoff, until, graceMs, find, pick }: LookUpOptions<T>,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    if (signal?.aborted) throw abortedError(operation, signal);
    const startedAt = clock.now();
    let failed = false;
    try {
      const picked = pick(await find());
      if (picked !== undefined) return picked;
    } catch (error) {
      const transient = error instanceof StagelyError && error.retryable;
      if (!transient || clock.now() >= until + graceMs) throw error;
      failed = true;
    }
    if (!failed && startedAt >= until) return undefined;
    const pause = backoffDelay(attempt, backoff);
    const left = until - clock.now();
    await clock.sleep(left > 0 ? Math.min(left, pause) : pause, signal).catch(() => undefined);
  }
}
