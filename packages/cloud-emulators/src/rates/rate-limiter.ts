import type { Clock } from '@stagely/core/plugin';
import type { RateAccount, RateLimit, RateVerdict } from './rate-limit.js';
import { SlidingWindow } from './sliding-window.js';
import { TokenBucket } from './token-bucket.js';

/** Options of a `RateLimiter`. */
export interface RateLimiterOptions<Name extends string> {
  limits: Readonly<Record<Name, RateLimit>>;
  clock: Clock;
  /** Off: requests are counted, for the answers' headers, and all allowed. Default: on. */
  enforced?: boolean | undefined;
}

/** A cloud's limits, with an account for each name and scope. */
export class RateLimiter<Name extends string> {
  readonly #limits: Readonly<Record<Name, RateLimit>>;
  readonly #clock: Clock;
  readonly #enforced: boolean;
  readonly #accounts = new Map<string, RateAccount>();

  constructor({ limits, clock, enforced = true }: RateLimiterOptions<Name>) {
    this.#limits = limits;
    this.#clock = clock;
    this.#enforced = enforced;
  }

  /**
   * Counts a request, or `amount` resources, against a limit.
   *
   * @param scope what the limit counts separately: a token, a region, a project
   */
  take(name: Name, scope = '', amount = 1): RateVerdict {
    const key = JSON.stringify([name, scope]);
    let account = this.#accounts.get(key);
    if (account === undefined) {
      account = openAccount(this.#limits[name], this.#clock);
      this.#accounts.set(key, account);
    }
    const verdict = account.take(amount);
    return this.#enforced ? verdict : { ...verdict, allowed: true, retryAfterMs: 0 };
  }
}

function openAccount(limit: RateLimit, clock: Clock): RateAccount {
  return 'burst' in limit ? new TokenBucket(limit, clock) : new SlidingWindow(limit, clock);
}
