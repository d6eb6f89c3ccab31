import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock/clock.js';
import type { Call } from '../creation/creation-cloud.js';
import { asOperation } from '../errors/as-operation.js';
import { abortedError } from '../plugin/operation.js';
import { SharedCalls } from '../plugin/shared-calls.js';
import { unlessAborted } from '../plugin/unless-aborted.js';

export interface CachedReadsOptions {
  readonly clock: Clock;
  /** How long an answer is kept, in milliseconds. */
  readonly ttlMs: number;
  /** How many answers are kept; the one that was not asked for longest goes. Default: 100. */
  readonly max?: number | undefined;
}

/** What a cloud rarely changes, such as its catalogue: kept for a while, and read once however many ask for it at once. */
export class CachedReads<T> {
  readonly #clock: Clock;
  readonly #ttlMs: number;
  readonly #kept: LRUCache<string, { readonly value: T; readonly until: number }>;
  readonly #reads = new SharedCalls<T>();

  constructor({ clock, ttlMs, max = 100 }: CachedReadsOptions) {
    this.#clock = clock;
    this.#ttlMs = ttlMs;
    this.#kept = new LRUCache({ max });
  }

  /**
   * The answer for a key, from memory or from `read`, whose signal is aborted when nobody waits for it any more. A
   * failure is not kept; it fails all who wait for it, each as its own operation.
   */
  async get(key: string, call: Call, read: (call: Call) => Promise<T>): Promise<T> {
    const { operation, signal } = call;
    const kept = this.#kept.get(key);
    if (kept !== undefined && this.#clock.now() < kept.until) return kept.value;
    if (signal?.aborted) throw abortedError(operation, signal);
    const shared = this.#reads.run(key, signal, async (cut) => {
      const value = await read({ operation, signal: cut });
      this.#kept.set(key, { value, until: this.#clock.now() + this.#ttlMs });
      return value;
    });
    try {
      return (await unlessAborted(shared, signal)).value;
    } catch (error) {
      if (signal?.aborted) throw abortedError(operation, signal);
      throw asOperation(error, operation);
    }
  }

  /** The answer that was kept last, however old. */
  peek(key: string): T | undefined {
    return this.#kept.peek(key)?.value;
  }
}
