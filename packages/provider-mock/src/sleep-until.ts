import type { Clock } from '@stagely/core';

/** Resolves at a time of the clock, at once when it has passed; rejects when a signal is aborted. */
export async function sleepUntil(
  clock: Clock,
  time: number,
  ...signals: (AbortSignal | undefined)[]
): Promise<void> {
  const given = signals.filter((signal) => signal !== undefined);
  const signal = AbortSignal.any(given);
  signal.throwIfAborted();
  // A timer may fire a millisecond early.
  for (let left = time - clock.now(); left > 0; left = time - clock.now()) {
    await clock.sleep(left, signal);
  }
}
