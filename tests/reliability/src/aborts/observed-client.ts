import type { CloudProvider } from '@stagely/core';
import type { Clock } from '@stagely/core/plugin';
import { signalOf } from '../clouds/signal-of.js';
import type { TestedCloud } from '../clouds/tested-cloud.js';

/** Milliseconds that a request takes to the cloud, and its answer back. */
const LATENCY = 100;

/** A provider of whose requests and sleeps each one's beginning and end is told. */
export class ObservedClient {
  readonly provider: CloudProvider;
  /** Is told of each moment at which the provider begins to wait, or has waited, counted from 0. */
  onMoment: (index: number) => void = () => undefined;
  #moments = 0;
  #waits = 0;

  constructor(cloud: TestedCloud) {
    const { clock } = cloud;
    const observed: Clock = {
      now: () => clock.now(),
      sleep: (ms, signal) => this.#wait(() => clock.sleep(ms, signal)),
    };
    const fetch: typeof globalThis.fetch = (input, init) =>
      this.#wait(async () => {
        const signal = signalOf(input, init) ?? undefined;
        await clock.sleep(LATENCY, signal);
        const response = await cloud.fetch(input, init);
        await clock.sleep(LATENCY, signal);
        return response;
      });
    this.provider = cloud.openProvider({ clock: observed, fetch, random: () => 0.5 });
  }

  /** How many moments there have been. */
  get moments(): number {
    return this.#moments;
  }

  /** How many requests and sleeps are under way. */
  get waits(): number {
    return this.#waits;
  }

  startOver(): void {
    this.#moments = 0;
  }

  async #wait<T>(work: () => Promise<T>): Promise<T> {
    this.#waits++;
    try {
      const waited = work();
      // An abort at this very moment makes it reject before anybody looks.
      waited.catch(() => undefined);
      this.onMoment(this.#moments++);
      return await waited;
    } finally {
      this.#waits--;
      this.onMoment(this.#moments++);
    }
  }
}
