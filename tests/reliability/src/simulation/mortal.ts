import type { Clock } from '@stagely/core/plugin';

/**
 * The life of a process. Once it is over, nothing that the process waited for ever comes, and nothing that it begins
 * gets anywhere: as far as others can tell it was killed.
 */
export class Mortal {
  readonly #death = new AbortController();
  #waits = 0;

  get dead(): boolean {
    return this.#death.signal.aborted;
  }

  /** How many waits are under way. */
  get waits(): number {
    return this.#waits;
  }

  die(): void {
    this.#death.abort();
  }

  /** A wait of the process: it comes to its end only while the process lives. */
  wait<T>(work: () => Promise<T>): Promise<T> {
    if (this.dead) return new Promise<T>(() => undefined);
    this.#waits++;
    return new Promise((resolve, reject) => {
      const unlessDead = (settle: () => void) => {
        if (this.dead) return;
        this.#waits--;
        settle();
      };
      work().then(
        (value) => unlessDead(() => resolve(value)),
        (error: unknown) => unlessDead(() => reject(error)),
      );
    });
  }

  clock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      sleep: (ms, signal) =>
        this.wait(() => {
          const ends = signal === undefined ? [] : [signal];
          return clock.sleep(ms, AbortSignal.any([this.#death.signal, ...ends]));
        }),
    };
  }

  fetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
    return (input, init) => this.wait(() => fetch(input, init));
  }
}
