import type { CloudProvider } from '@stagely/core';
import type { Clock } from '@stagely/core/plugin';
import { heldFetch } from '../clouds/held-fetch.js';
import { signalOf } from '../clouds/signal-of.js';
import type { TestedCloud } from '../clouds/tested-cloud.js';
import { Mortal } from './mortal.js';
import { slowNetwork } from './slow-network.js';

/** By which the cloud's log tells the requests of one client from another's. */
export const CLIENT_HEADER = 'x-simulated-client';

/** A process with a provider of its own behind a slow network. */
export class SimulatedClient {
  readonly name: string;
  readonly provider: CloudProvider;
  readonly clock: Clock;
  readonly #life = new Mortal();

  constructor(cloud: TestedCloud, name: string, random: () => number) {
    const { clock } = cloud;
    const network = slowNetwork({ fetch: cloud.fetch, clock, random });
    const named = heldFetch((input, init) => {
      const request = new Request(input, { ...init, signal: null });
      request.headers.set(CLIENT_HEADER, name);
      return network(request, { signal: signalOf(input, init) });
    });
    this.name = name;
    this.clock = this.#life.clock(clock);
    this.provider = cloud.openProvider({
      clock: this.clock,
      fetch: this.#life.fetch(named),
      random,
    });
  }

  get dead(): boolean {
    return this.#life.dead;
  }

  /** How many requests and sleeps of a living client are under way. */
  get waits(): number {
    return this.dead ? 0 : this.#life.waits;
  }

  crash(): void {
    this.#life.die();
  }
}
