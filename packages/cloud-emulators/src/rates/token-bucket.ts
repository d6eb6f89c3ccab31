import type { Clock } from '@stagely/core/plugin';
import type { RateAccount, RateVerdict, TokenBucketLimit } from './rate-limit.js';

/** Tokens are fractions; what is missing by less than this is not missing. */
const ROUNDING = 1e-6;

/** A bucket that is full at first and refilled as time passes, without a timer. */
export class TokenBucket implements RateAccount {
  readonly #limit: TokenBucketLimit;
  readonly #clock: Clock;
  #missing = 0;
  #refilledAt: number;

  constructor(limit: TokenBucketLimit, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
    this.#refilledAt = clock.now();
  }

  take(amount = 1): RateVerdict {
    const { burst, perSecond } = this.#limit;
    const now = this.#clock.now();
    const refilled = (Math.max(0, now - this.#refilledAt) * perSecond) / 1000;
    this.#missing = Math.max(0, this.#missing - refilled);
    this.#refilledAt = now;

    const excess = this.#missing + amount - burst - ROUNDING;
    const allowed = excess <= 0;
    if (allowed) this.#missing += amount;
    return {
      allowed,
      limit: burst,
      remaining: Math.floor(burst - this.#missing + ROUNDING),
      resetAt: now + this.#msToRefill(this.#missing),
      retryAfterMs: amount > burst ? Number.POSITIVE_INFINITY : this.#msToRefill(excess),
    };
  }

  #msToRefill(tokens: number): number {
    return tokens <= ROUNDING ? 0 : Math.ceil(((tokens - ROUNDING) * 1000) / this.#limit.perSecond);
  }
}
