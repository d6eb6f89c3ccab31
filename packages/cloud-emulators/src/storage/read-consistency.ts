import type { Clock } from '@stagely/core/plugin';
import type { Random } from '../random/random.js';

/** How far reads may lag behind writes. All default to 0 milliseconds, which is no lag. */
export interface ConsistencyOptions {
  /** Lag of reads of one machine or of machines by id, in milliseconds. */
  getMs?: number | undefined;
  /** Lag of lists, in milliseconds. */
  listMs?: number | undefined;
  /**
   * How likely a read lags, from 0 to 1. Default: 1. Between the two, one read shows what the next one
   * does not, as when several replicas answer.
   */
  staleProbability?: number | undefined;
}

/**
 * Decides as of when a read is answered. A lagging read shows everything as it was a window ago: a machine
 * made since is absent, one changed since is in its old state.
 *
 * Only reads ask it. Whether a name is taken or a token was used is always decided on the newest state.
 */
export class ReadConsistency {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #lagMs: Readonly<Record<'get' | 'list', number>>;
  readonly #staleProbability: number;

  constructor(options: ConsistencyOptions | number, clock: Clock, random: Random) {
    const {
      getMs = 0,
      listMs = 0,
      staleProbability = 1,
    } = typeof options === 'number' ? { getMs: options, listMs: options } : options;
    this.#clock = clock;
    this.#random = random;
    this.#lagMs = { get: getMs, list: listMs };
    this.#staleProbability = staleProbability;
  }

  /** The longest lag: what has ended must be kept that long. */
  get maximumLagMs(): number {
    return Math.max(this.#lagMs.get, this.#lagMs.list);
  }

  /** The time as of which a read beginning now is answered. Ask once for each request. */
  readTime(kind: 'get' | 'list'): number {
    const lagMs = this.#lagMs[kind];
    const stale = lagMs > 0 && this.#random.chance(this.#staleProbability);
    return this.#clock.now() - (stale ? lagMs : 0);
  }
}
