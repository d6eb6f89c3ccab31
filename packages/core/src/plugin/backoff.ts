/** How long to wait between tries. */
export interface BackoffOptions {
  /** The first wait, in milliseconds. */
  readonly minDelayMs: number;
  /** The longest wait, in milliseconds. */
  readonly maxDelayMs: number;
  /** Numbers from 0 up to 1. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
}

/** The wait after the `attempt`-th try (from 1): doubled each time, between half and all of it by chance. */
export function backoffDelay(attempt: number, options: BackoffOptions): number {
  const { minDelayMs, maxDelayMs, random = Math.random } = options;
  const whole = Math.min(maxDelayMs, minDelayMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(whole * (0.5 + random() / 2));
}
