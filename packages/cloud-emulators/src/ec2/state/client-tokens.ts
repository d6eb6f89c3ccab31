import type { Clock } from '@stagely/core/plugin';
import { launchErrors } from '../errors/launch-errors.js';

/** What a token stands for. */
export interface TokenUse<Result> {
  /** What the first request led to; undefined when it failed. */
  readonly result: Result | undefined;
}

interface BoundToken<Result> extends TokenUse<Result> {
  readonly fingerprint: string;
  readonly boundAt: number;
}

/** Options of `ClientTokens`. */
export interface ClientTokensOptions<Result> {
  clock: Clock;
  /** When a result ended, from which on its token is kept for a day. Default: it never does. */
  endOf?: ((result: Result) => number | undefined) | undefined;
}

const KEPT_MS = 24 * 3_600_000;

/** The client tokens of one action, by token and, where EC2 tells them apart, zone. */
export class ClientTokens<Result> {
  readonly #options: ClientTokensOptions<Result>;
  readonly #tokens = new Map<string, BoundToken<Result>>();

  constructor(options: ClientTokensOptions<Result>) {
    this.#options = options;
  }

  /**
   * What a token was used for before.
   *
   * @throws ApiError IdempotentParameterMismatch when that was a request with other parameters
   */
  find(token: string, fingerprint: string): TokenUse<Result> | undefined {
    const bound = this.#tokens.get(token);
    if (bound === undefined) return undefined;
    if (this.#hasLapsed(bound)) {
      this.#tokens.delete(token);
      return undefined;
    }
    if (bound.fingerprint !== fingerprint) throw launchErrors.idempotentParameterMismatch();
    return bound;
  }

  /** From now on the token stands for this request and its result; undefined: it failed. */
  bind(token: string, fingerprint: string, result: Result | undefined): void {
    this.#tokens.set(token, { fingerprint, result, boundAt: this.#options.clock.now() });
  }

  #hasLapsed({ result, boundAt }: BoundToken<Result>): boolean {
    const end = result === undefined ? boundAt : this.#options.endOf?.(result);
    return end !== undefined && this.#options.clock.now() >= end + KEPT_MS;
  }
}
