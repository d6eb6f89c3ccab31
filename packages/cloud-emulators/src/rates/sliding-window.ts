import type { Clock } from '@stagely/core/plugin';
import type { RateAccount, RateVerdict, SlidingWindowLimit } from './rate-limit.js';

/** Counts the requests of the last `windowMs` milliseconds. */
export class SlidingWindow implements RateAccount {
  readonly #limit: SlidingWindowLimit;
  readonly #clock: Clock;
  /** When each counted request came; those before `#first` have left the window. */
  #times: number[] = [];
  #first = 0;

  constructor(limit: SlidingWindowLimit, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  take(amount = 1): RateVerdict {
    const { requests, windowMs } = this.#limit;
    const now = this.#clock.now();
    this.#forget(now - windowMs);
    const excess = this.#times.length - this.#first + amount - requests;
    const allowed = excess <= 0;
    if (allowed) for (let taken = 0; taken < amount; taken++) this.#times.push(now);
    return {
      allowed,
      limit: requests,
      remaining: requests - (this.#times.length - this.#first),
      resetAt: (this.#times[this.#first] ?? now) + windowMs,
      retryAfterMs: this.#msUntilFree(excess, now),
    };
  }

  #msUntilFree(places: number, now: number): number {
    if (places <= 0) return 0;
    const leaving = this.#times[this.#first + places - 1];
    return leaving === undefined ? Number.POSITIVE_INFINITY : leaving + this.#limit.windowMs - now;
  }

  #forget(until: number): void {
    while ((this.#times[this.#first] ?? Number.POSITIVE_INFINITY) <= until) this.#first += 1;
    if (this.#first > this.#limit.requests) {
      this.#times = this.#times.slice(this.#first);
      this.#first = 0;
    }
  }
}
