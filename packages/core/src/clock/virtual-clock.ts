import * as v from 'valibot';
import { parseInput } from '../validation/parse-input.js';
import { strictFields, validDate } from '../validation/schemas.js';
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

const START = new Date('2026-01-01T00:00:00Z');

const optionsSchema = v.optional(strictFields({ startAt: v.optional(validDate) }), {});

const durationSchema = v.pipe(
  v.number('must be a number of milliseconds'),
  v.finite('must be a finite number of milliseconds'),
  v.minValue(0, 'must not be negative: time does not go back'),
);

/**
 * A clock that stands still until it is told to go on. Nothing waits for real, and the same program takes
 * the same course every time.
 */
export class VirtualClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();

  /** @throws InvalidInputError */
  constructor(options?: VirtualClockOptions) {
    const operation = { operation: 'new VirtualClock' };
    const { startAt = START } = parseInput(optionsSchema, options, 'options', operation);
    this.#now = startAt.getTime();
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
        wakeAt: this.#now + Math.max(0, ms || 0),
        wake: () => {
          leave();
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /**
   * Moves on by `ms` milliseconds and wakes who is due, in order, letting each go on before the next.
   *
   * @throws InvalidInputError
   */
  async advance(ms: number): Promise<void> {
    const operation = { operation: 'VirtualClock.advance' };
    const target = this.#now + parseInput(durationSchema, ms, 'ms', operation);
    await settle();
    for (let next = this.#next(); next && next.wakeAt <= target; next = this.#next()) {
      this.#wake(next);
      await settle();
    }
    this.#now = Math.max(this.#now, target);
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
    // The rejection is the caller's to handle; until the loop below has seen it, it must not count as unhandled.
    result.catch(() => undefined);
    for (await settle(); running; await settle()) {
      const next = this.#next();
      if (next !== undefined) this.#wake(next);
    }
    return result;
  }

  /** Another call may have moved the clock on further meanwhile. */
  #wake(sleeper: Sleeper): void {
    this.#now = Math.max(this.#now, sleeper.wakeAt);
    sleeper.wake();
  }

  /** The first to wake, of those that ever do; of several at the same time, the first that went to sleep. */
  #next(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (sleeper.wakeAt < (first?.wakeAt ?? Number.POSITIVE_INFINITY)) first = sleeper;
    }
    return first;
  }
}

/** Lets every promise that can settle without time passing do so. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
