import type { Clock } from './clock.js';

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** Options of a `VirtualClock`. */
export interface VirtualClockOptions {
  /** Where it starts. Default: 2026-01-01T00:00:00Z. */
  startAt?: Date | undefined;
}

/**
 * A clock that stands still until it is told to go on. Nothing waits for real, and the same program takes
 * the same course every time.
 */
export class VirtualClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();

  constructor(options: VirtualClockOptions = {}) {
    this.#now = (options.startAt ?? new Date('2026-01-01T00:00:00Z')).getTime();
  }

  now(): number {
    return this.#now;
  }

  /** How many sleeps are under way. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = () => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = () => {
        leave();
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        wakeAt: this.#now + Math.max(0, ms),
        wake: () => {
          leave();
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Moves on by `ms` milliseconds and wakes who is due, in order, letting each go on before the next. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms;
    await settle();
    for (let next = this.#next(); next && next.wakeAt <= target; next = this.#next()) {
      this.#now = next.wakeAt;
      next.wake();
      await settle();
    }
    this.#now = target;
  }

  /**
   * Runs an asynchronous program to its end, moving on to the next sleeper whenever all stands still.
   * Only for programs that wait for nothing but this clock: while a program waits for a socket or a file,
   * the clock runs ahead of it.
   */
  async run<T>(program: () => Promise<T>): Promise<T> {
    let running = true;
    const result = program().finally(() => {
      running = false;
    });
    const outcome = result.then(
      () => undefined,
      () => undefined,
    );
    while (running) {
      await settle();
      const next = this.#next();
      if (!running) break;
      if (next === undefined) {
        await Promise.race([outcome, settle()]);
        continue;
      }
      this.#now = Math.max(this.#now, next.wakeAt);
      next.wake();
    }
    return result;
  }

  #next(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (first === undefined || sleeper.wakeAt < first.wakeAt) first = sleeper;
    }
    return first;
  }
}

/** Lets every promise that can settle without time passing do so. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
