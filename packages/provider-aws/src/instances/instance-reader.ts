import type { Filter } from '@aws-sdk/client-ec2';
import { InstanceNotFoundError } from '@stagely/core';
import {
  type Call,
  type Clock,
  describeOperation,
  type Operation,
  type Redactor,
  SharedReads,
} from '@stagely/core/plugin';
import type { Ec2Api } from '../client/ec2-api.js';
import type { RequestTarget } from '../client/request-target.js';
import type { InstanceAnswer } from '../wire/instance-schema.js';
import type { AwsInstance } from './aws-instance.js';
import type { InstanceAddress } from './instance-id.js';
import { toAwsInstance } from './to-aws-instance.js';

/**
 * How many instances are read at once. The answer for a thousand is nearly four megabytes, which keeps the event loop
 * busy for a third of a second.
 */
const PAGE_SIZE = 100;

/** Reads instances; always by filter, because one unknown id among others fails a request that names them. */
export class InstanceReader {
  readonly #api: Ec2Api;
  readonly #clock: Clock;
  readonly #redactor: Redactor;
  /** By region. */
  readonly #sharedReads = new Map<string, SharedReads<AwsInstance>>();

  constructor(api: Ec2Api, clock: Clock, redactor: Redactor) {
    this.#api = api;
    this.#clock = clock;
    this.#redactor = redactor;
  }

  /** One page after the other, each when the one before has been used. */
  async *list(filters: Filter[], to: RequestTarget): AsyncGenerator<AwsInstance, void, undefined> {
    let NextToken: string | undefined;
    do {
      const { instances, nextToken } = await this.#api.describeInstances(
        { Filters: filters, MaxResults: PAGE_SIZE, ...(NextToken && { NextToken }) },
        to,
      );
      for (const instance of instances) yield this.#toInstance(instance, to.region);
      NextToken = nextToken;
    } while (NextToken);
  }

  /**
   * Reads one instance; reads in one region that are under way together share requests.
   *
   * @throws InstanceNotFoundError
   */
  read({ region, ec2Id }: InstanceAddress, call: Call): Promise<AwsInstance> {
    const shared = this.#sharedReads.get(region) ?? this.#shareReads(region);
    return shared.read(ec2Id, call);
  }

  /** Reads instances of one region, those that are there, by EC2's own ids. */
  async readMany(
    ec2Ids: readonly string[],
    to: RequestTarget,
  ): Promise<ReadonlyMap<string, AwsInstance>> {
    const found = new Map<string, AwsInstance>();
    for (let start = 0; start < ec2Ids.length; start += PAGE_SIZE) {
      const page = ec2Ids.slice(start, start + PAGE_SIZE);
      for await (const instance of this.list(byIds(page), to)) {
        found.set(instance.ec2Id, instance);
      }
    }
    return found;
  }

  /** Why an instance ended is told in EC2's words, which may repeat what it was sent. */
  #toInstance(answer: InstanceAnswer, region: string): AwsInstance {
    const instance = toAwsInstance(answer, region);
    const { reason } = instance;
    return reason === undefined ? instance : { ...instance, reason: this.#redactor.text(reason) };
  }

  #shareReads(region: string): SharedReads<AwsInstance> {
    const shared = new SharedReads<AwsInstance>(
      (ec2Ids, call) => this.readMany(ec2Ids, { ...call, region }),
      { clock: this.#clock, maxBatchSize: PAGE_SIZE },
    );
    this.#sharedReads.set(region, shared);
    return shared;
  }
}

/** The error for an instance that EC2 does not show. */
export function notFoundError(operation: Operation): InstanceNotFoundError {
  return new InstanceNotFoundError(
    `${describeOperation(operation)} failed: EC2 does not know the instance, or has forgotten it after its end. Check the id and its region.`,
    operation,
  );
}

function byIds(ec2Ids: readonly string[]): Filter[] {
  return [{ Name: 'instance-id', Values: [...ec2Ids] }];
}
