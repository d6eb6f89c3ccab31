import { CapacityUnavailableError, OperationAbortedError } from '@stagely/core';
import {
  CachedReads,
  type Call,
  type Clock,
  describeOperation,
  invalidInput,
} from '@stagely/core/plugin';
import type { Ec2Api } from '../client/ec2-api.js';
import type { AwsSpec } from '../parse-aws-spec.js';
import { allCandidates, candidatesFor, type InstanceType } from './instance-types.js';

export interface TypeResolverOptions {
  readonly api: Ec2Api;
  readonly clock: Clock;
  /** For how long what a region sells is kept, in milliseconds. */
  readonly ttlMs: number;
}

const EC2_ARCHITECTURE = { amd64: 'x86_64', arm64: 'arm64' } as const;

/** Finds the instance types to try for a spec, the best one first, by what its region sells. */
export class TypeResolver {
  readonly #api: Ec2Api;
  readonly #offerings: CachedReads<ReadonlySet<string>>;
  readonly #architectures: CachedReads<readonly string[]>;

  constructor({ api, clock, ttlMs }: TypeResolverOptions) {
    this.#api = api;
    this.#offerings = new CachedReads({ clock, ttlMs });
    this.#architectures = new CachedReads({ clock, ttlMs });
  }

  /**
   * A given type is tried alone. Where the region cannot be asked, every candidate is tried: EC2 refuses what it lacks.
   *
   * @throws CapacityUnavailableError when the region sells none of them
   * @throws InvalidInputError for a given type that the region lacks, or that has another architecture
   */
  async resolve(spec: AwsSpec, call: Call): Promise<readonly InstanceType[]> {
    const { size, architecture, region, options } = spec;
    if (options.instanceType !== undefined) {
      await this.#check(options.instanceType, spec, call);
      return [options.instanceType];
    }
    const candidates = candidatesFor(size, architecture);
    const offered = await unlessUnknown(this.#readOfferings(region, call));
    if (offered === undefined) return candidates;
    const types = candidates.filter((type) => offered.has(type));
    if (types.length > 0) return types;
    throw new CapacityUnavailableError(
      `${describeOperation(call.operation)} failed: ${region} sells none of ${candidates.join(', ')}. Name an instance type that it does, or try another region.`,
      call.operation,
    );
  }

  async #check(instanceType: string, spec: AwsSpec, call: Call): Promise<void> {
    const { architecture, region } = spec;
    const read = this.#architectures.get(`${region} ${instanceType}`, call, (shared) =>
      this.#api.describeArchitectures(instanceType, { ...shared, region }),
    );
    const found = await unlessUnknown(read);
    if (found === undefined || found.includes(EC2_ARCHITECTURE[architecture])) return;
    const message =
      found.length === 0
        ? `must be an instance type that ${region} sells, not "${instanceType}"`
        : `must be an instance type for ${architecture}, which "${instanceType}" is not`;
    throw invalidInput(call.operation, [
      { path: 'spec.providerOptions.aws.instanceType', message },
    ]);
  }

  #readOfferings(region: string, call: Call): Promise<ReadonlySet<string>> {
    return this.#offerings.get(region, call, async (shared) => {
      const types = new Set<string>();
      let NextToken: string | undefined;
      do {
        const page = await this.#api.describeOfferings(
          {
            LocationType: 'region',
            Filters: [{ Name: 'instance-type', Values: [...allCandidates()] }],
            ...(NextToken && { NextToken }),
          },
          { ...shared, region },
        );
        for (const type of page.types) types.add(type);
        NextToken = page.nextToken;
      } while (NextToken);
      return types;
    });
  }
}

/** What a region says of itself; `undefined` where it does not answer, or may not be asked. */
async function unlessUnknown<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof OperationAbortedError) throw error;
    return undefined;
  }
}
