import { InvalidCredentialsError, OperationAbortedError, ProviderError } from '@stagely/core';
import { CachedReads, type Call, type Clock, invalidInput } from '@stagely/core/plugin';
import type { Ec2Api } from '../client/ec2-api.js';
import type { Region } from '../wire/region-schema.js';
import { firstRegionOf } from './region-form.js';

export interface AccountRegionsOptions {
  readonly api: Ec2Api;
  /** The region of the credentials. */
  readonly home: string;
  /** The only regions to use. Default: every one that the account has enabled. */
  readonly allowed?: readonly string[] | undefined;
  readonly clock: Clock;
  /** For how long the list of regions is kept, in milliseconds. */
  readonly ttlMs: number;
}

/** What EC2, or the network, answers where a region does not exist or is not enabled. */
const SIGNS_OF_NO_REGION: readonly (string | undefined)[] = [
  'AuthFailure',
  'ENOTFOUND',
  'OptInRequired',
];

/** The regions that the account can use. */
export class AccountRegions {
  readonly #api: Ec2Api;
  readonly #home: string;
  readonly #allowed: readonly string[] | undefined;
  readonly #cache: CachedReads<readonly Region[]>;

  constructor({ api, home, allowed, clock, ttlMs }: AccountRegionsOptions) {
    this.#api = api;
    this.#home = home;
    this.#allowed = allowed;
    this.#cache = new CachedReads({ clock, ttlMs });
  }

  /** Where machines may be. */
  async usable(call: Call): Promise<readonly string[]> {
    if (this.#allowed !== undefined) return this.#allowed;
    const regions = await this.#read(call);
    return regions.filter(({ enabled }) => enabled).map(({ name }) => name);
  }

  /**
   * Sees whether a region exists and is enabled; `path` says where its name came from. Without the right to list
   * regions its form must do.
   *
   * @throws InvalidInputError
   */
  async require(region: string, path: string, call: Call): Promise<void> {
    if (this.#allowed !== undefined && !this.#allowed.includes(region)) {
      throw invalidInput(call.operation, [
        { path, message: `must be one of settings.regions, not "${region}"` },
      ]);
    }
    const found = await this.#find(region, call);
    if (found === 'enabled') return;
    const message =
      found === 'missing'
        ? `must be a region of AWS, not "${region}"`
        : `must be a region that is enabled for the account, which "${region}" is not`;
    throw invalidInput(call.operation, [{ path, message }]);
  }

  /**
   * Works in a region. That of the credentials is taken on trust, until something goes wrong that a wrong region
   * would explain.
   *
   * @throws InvalidInputError where the region is what is wrong, and whatever the work throws
   */
  async within<T>(region: string, path: string, call: Call, work: () => Promise<T>): Promise<T> {
    if (region !== this.#home) await this.require(region, path, call);
    try {
      return await work();
    } catch (error) {
      if (error instanceof ProviderError && SIGNS_OF_NO_REGION.includes(error.providerCode)) {
        await this.require(region, path, call);
      }
      throw error;
    }
  }

  /** Sees whether the credentials and their region work, always with a request. */
  async verify(call: Call): Promise<void> {
    const regions = await this.#request(call);
    const home = regions.find(({ name }) => name === this.#home);
    if (home?.enabled === true) return;
    const message = `must be a region that is enabled for the account, not "${this.#home}"`;
    throw invalidInput(call.operation, [{ path: 'credentials.region', message }]);
  }

  async #find(region: string, call: Call): Promise<'enabled' | 'disabled' | 'missing'> {
    let regions: readonly Region[];
    try {
      regions = await this.#read(call);
    } catch (error) {
      if (error instanceof OperationAbortedError) throw error;
      const forbidden =
        error instanceof InvalidCredentialsError && error.providerCode === 'UnauthorizedOperation';
      // The operation itself will tell what is wrong with the credentials or the network.
      if (forbidden || region === this.#home) return 'enabled';
      throw error;
    }
    const found = regions.find(({ name }) => name === region);
    if (found === undefined) return 'missing';
    return found.enabled ? 'enabled' : 'disabled';
  }

  #read(call: Call): Promise<readonly Region[]> {
    return this.#cache.get('regions', call, (shared) => this.#request(shared));
  }

  async #request({ operation, signal }: Call): Promise<readonly Region[]> {
    const ask = (region: string) => this.#api.describeRegions({ region, operation, signal });
    try {
      return await ask(this.#home);
    } catch (error) {
      const first = firstRegionOf(this.#home);
      const suspect =
        error instanceof ProviderError && SIGNS_OF_NO_REGION.includes(error.providerCode);
      if (!suspect || first === this.#home) throw error;
      return ask(first);
    }
  }
}
