import { findRegion } from '../catalogue/regions.js';
import type { Instance } from '../instances/instance.js';
import { RegionState, type RegionStateOptions } from './region-state.js';

/** Options of `Ec2Regions`. */
export interface Ec2RegionsOptions extends RegionStateOptions {
  /** Regions from which the default VPC was deleted. */
  withoutDefaultVpc: readonly string[];
}

/** The Regions of the account, each made when it is first used. */
export class Ec2Regions {
  readonly #options: Ec2RegionsOptions;
  readonly #used = new Map<string, RegionState>();

  constructor(options: Ec2RegionsOptions) {
    this.#options = options;
  }

  /** Those that were used so far. */
  used(): readonly RegionState[] {
    return [...this.#used.values()];
  }

  /** Whether the account may use a Region. */
  has(name: string): boolean {
    const region = findRegion(name);
    return region !== undefined && !region.optIn;
  }

  /** @throws RangeError when the account has no such Region */
  get(name: string): RegionState {
    const existing = this.#used.get(name);
    if (existing) return existing;
    const region = findRegion(name);
    if (region === undefined || region.optIn) {
      throw new RangeError(`The account has no Region ${name}.`);
    }
    const state = new RegionState(region, this.#options);
    if (this.#options.withoutDefaultVpc.includes(name)) state.network.removeDefaultVpc();
    this.#used.set(name, state);
    return state;
  }

  /** @throws RangeError when no Region ever had the instance */
  find(instanceId: string): { instance: Instance; region: RegionState } {
    for (const region of this.#used.values()) {
      const instance = region.instances.getEver(instanceId);
      if (instance) return { instance, region };
    }
    throw new RangeError(`There never was an instance ${instanceId}.`);
  }
}
