import type { Clock } from '@stagely/core/plugin';

/** Counts what one provider waits for: its sleeps and its requests. */
export class Waits {
  #underWay = 0;

  get underWay(): number {
    return this.#underWay;
  }

  clock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      sleep: (ms, signal) => this.#count(clock.sleep(ms, signal)),
    };
  }

  fetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
    return (input, init) => this.#count(fetch(input, init));
  }

  async #count<T>(work: Promise<T>): Promise<T> {
    this.#underWay++;
    try {
      return await work;
    } finally {
      this.#underWay--;
    }
  }
}
