import type { Random } from '../../random/random.js';

/** A private network of the account. */
export interface Vpc {
  readonly id: string;
  readonly region: string;
}

/** The account's private networks. Every region has a default one. */
export class Vpcs {
  readonly #random: Random;
  readonly #vpcs = new Map<string, Vpc>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** The default network of a region, made when it is first asked for. */
  defaultOf(region: string): Vpc {
    return this.add({ region, id: this.#random.fork(`default ${region}`).uuid() });
  }

  /** Adds a network; without an id it gets a new one. */
  add({ region, id = this.#random.uuid() }: { region: string; id?: string | undefined }): Vpc {
    const vpc = this.#vpcs.get(id) ?? { id, region };
    this.#vpcs.set(id, vpc);
    return vpc;
  }

  /** The network with an id, if it is in a region. */
  find(id: string, region: string): Vpc | undefined {
    this.defaultOf(region);
    const vpc = this.#vpcs.get(id);
    return vpc?.region === region ? vpc : undefined;
  }
}
