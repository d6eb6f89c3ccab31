import type { Clock } from '../clock/clock.js';

/** What happens within a deadline. */
export interface DeadlineScope {
  /** Aborted by the caller's signal or at the deadline, whichever comes first. */
  readonly signal: AbortSignal;
  /** Whether the deadline has passed. */
  readonly expired: () => boolean;
}

export interface DeadlineOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Runs `work` with a signal that ends at the deadline, and leaves no timer and no listener behind. */
export async function withDeadline<T>(
  options: DeadlineOptions,
  work: (scope: DeadlineScope) => Promise<T>,
): Promise<T> {
  const { clock, timeoutMs, signal } = options;
  signal?.throwIfAborted();
  const scope = new AbortController();
  const timer = new AbortController();
  let expired = false;
  const onAbort = () => scope.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  clock.sleep(timeoutMs, timer.signal).then(
    () => {
      expired = true;
      scope.abort(new DOMException('The deadline has passed.', 'TimeoutError'));
    },
    () => undefined,
  );
  try {
    scope.signal.throwIfAborted();
    return await work({ signal: scope.signal, expired: () => expired });
  } finally {
    signal?.removeEventListener('abort', onAbort);
    timer.abort();
  }
}
