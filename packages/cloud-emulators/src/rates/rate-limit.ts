/** A bucket of `burst` requests that is refilled at `perSecond` (EC2, Hetzner). */
export interface TokenBucketLimit {
  readonly burst: number;
  readonly perSecond: number;
}

/** At most `requests` in any `windowMs` milliseconds (DigitalOcean). */
export interface SlidingWindowLimit {
  readonly requests: number;
  readonly windowMs: number;
}

/** A limit as a cloud publishes it. */
export type RateLimit = TokenBucketLimit | SlidingWindowLimit;

/** What became of a request under a limit, for the answer and its headers. */
export interface RateVerdict {
  readonly allowed: boolean;
  /** The most requests at once, or in a window. */
  readonly limit: number;
  /** How many more are allowed at once, after this one. */
  readonly remaining: number;
  /**
   * A bucket: when it will be full again. A window: when its oldest request leaves it. Milliseconds since
   * the epoch.
   */
  readonly resetAt: number;
  /** How long until as much would be allowed again; 0 when it was allowed. `Infinity`: never. */
  readonly retryAfterMs: number;
}

/** Keeps account of one limit. */
export interface RateAccount {
  /** Takes `amount` (default: 1) if the limit allows it, else nothing. */
  take(amount?: number): RateVerdict;
}
