/** Where time comes from: everything that waits takes one, so that tests decide how fast it passes. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it is aborted. Never
   * longer than 2^31-1 milliseconds (24.8 days).
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
