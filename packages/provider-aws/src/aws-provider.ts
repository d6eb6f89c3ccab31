import {
  type CallOptions,
  type CloudProvider,
  type CreatedInstance,
  type InstanceFilter,
  InstanceNotFoundError,
  type InstanceSpec,
  type InstanceStatus,
  InvalidInputError,
  type ListedInstance,
  type ProviderContext,
  type StagelyError,
  type SweepResult,
} from '@stagely/core';
import {
  abortedError,
  type Call,
  describeOperation,
  endInstance,
  InstanceCreations,
  matchesFilter,
  OWNERSHIP_TAG,
  parseBoth,
  parseCallOptions,
  parseExpiry,
  parseInput,
  parseInstanceFilter,
  toInstanceStatus,
  toListedInstance,
} from '@stagely/core/plugin';
import * as v from 'valibot';
import { AwsAccount } from './aws-account.js';
import { AwsCreationCloud } from './aws-creation-cloud.js';
import { AwsTerminationCloud } from './aws-termination-cloud.js';
import type { AwsCredentials } from './credentials.js';
import { toEc2Filters } from './instances/instance-filters.js';
import { formatInstanceId, type InstanceAddress, readInstanceId } from './instances/instance-id.js';
import { InstanceReader } from './instances/instance-reader.js';
import { listInRegions } from './instances/list-in-regions.js';
import { secretFormsOf } from './launching/encode-user-data.js';
import { Generations } from './launching/generations.js';
import { InstanceLauncher } from './launching/instance-launcher.js';
import type { LaunchPlan } from './launching/launch-plan.js';
import { TypeResolver } from './launching/type-resolver.js';
import { type AwsSpec, parseAwsSpec } from './parse-aws-spec.js';
import { readStatuses } from './read-statuses.js';
import { AWS_LIMITS } from './request-limits.js';
import { LaunchTemplates } from './spot/launch-templates.js';
import { SpotLauncher } from './spot/spot-launcher.js';
import { sweepLaunchTemplates } from './sweep-launch-templates.js';

/** An operation on one instance. */
interface InstanceCall extends Call {
  readonly address: InstanceAddress;
}

/** Machines on AWS EC2. Nothing is requested, and the AWS SDK not loaded, before a method is called. */
export class AwsProvider implements CloudProvider {
  readonly name = 'aws';
  readonly limits = AWS_LIMITS;
  readonly #account: AwsAccount;
  readonly #reader: InstanceReader;
  readonly #templates: LaunchTemplates;
  readonly #termination: AwsTerminationCloud;
  readonly #creations: InstanceCreations<AwsSpec, LaunchPlan>;

  /**
   * Of the context, all is used: settings (`AwsSettings`), clock, logger, fetch and random.
   *
   * @throws InvalidInputError for wrong credentials or a wrong context, with everything wrong in both
   */
  constructor(credentials: AwsCredentials, context: ProviderContext = {}) {
    const account = new AwsAccount(credentials, context);
    const { api, clock, backoff, redactor, random, settings } = account;
    const {
      visibilityWindowMs,
      catalogueTtlMs: ttlMs,
      addressTimeoutMs,
      skipOsShutdown,
    } = settings;
    const reader = new InstanceReader(api, clock, redactor);
    const templates = new LaunchTemplates({ api, clock, backoff, visibilityWindowMs });
    const launcher = new InstanceLauncher(api);
    const generations = new Generations(random);
    this.#account = account;
    this.#reader = reader;
    this.#templates = templates;
    this.#termination = new AwsTerminationCloud({
      visibilityWindowMs,
      api,
      reader,
      generations,
      skipOsShutdown,
    });
    const cloud = new AwsCreationCloud({
      api,
      visibilityWindowMs,
      reader,
      resolver: new TypeResolver({ api, clock, ttlMs }),
      launcher,
      spotLauncher: new SpotLauncher({
        api,
        templates,
        launcher,
        clock,
        backoff,
        visibilityWindowMs,
        redactor,
      }),
      generations,
      endInstance: (instanceId, call) => this.#end(instanceId, call),
    });
    this.#creations = new InstanceCreations(cloud, {
      provider: this.name,
      clock,
      addressTimeoutMs,
      backoff,
    });
  }

  /** Launches an instance, as a spot instance if the spec asks for one, and waits for its public address. */
  async createInstance(input: InstanceSpec, options?: CallOptions): Promise<CreatedInstance> {
    const { homeRegion, clock, regions, redactor } = this.#account;
    const spec = await parseAwsSpec(input, { defaultRegion: homeRegion, now: clock.now() });
    const operation = this.#creations.operationOf(spec);
    const signal = parseCallOptions(options, operation);
    return redactor.during(secretFormsOf(spec.userData), async () => {
      await regions.require(spec.region, 'spec.region', { operation, signal });
      return this.#creations.create(spec, { signal });
    });
  }

  /** @throws InstanceNotFoundError for an instance that never was, or ended more than about an hour ago */
  async getInstanceStatus(instanceId: string, options?: CallOptions): Promise<InstanceStatus> {
    const call = this.#parseCall('getInstanceStatus', instanceId, options);
    return this.#within(call, async () =>
      toInstanceStatus(await this.#reader.read(call.address, call)),
    );
  }

  /** Reads many instances, a hundred in a request; an id that is malformed or unknown has an error in its place. */
  async getInstanceStatuses(
    instanceIds: readonly string[],
    options?: CallOptions,
  ): Promise<Map<string, InstanceStatus | StagelyError>> {
    const operation = { provider: this.name, operation: 'getInstanceStatuses' };
    const [ids, signal] = parseBoth(
      operation,
      () => parseInput(instanceIdsSchema, instanceIds, 'instanceIds', operation),
      () => parseCallOptions(options, operation),
    );
    const { regions, homeRegion } = this.#account;
    return readStatuses(ids, { reader: this.#reader, regions, homeRegion }, { operation, signal });
  }

  /** Ends an instance, and resolves once EC2 says that it is shutting down. */
  async terminateInstance(instanceId: string, options?: CallOptions): Promise<void> {
    const call = this.#parseCall('terminateInstance', instanceId, options);
    await this.#within(call, () => this.#end(formatInstanceId(call.address), call));
  }

  /** Lists the regions, which is one request; the credentials need the permission `ec2:DescribeRegions` for that. */
  async validateCredentials(options?: CallOptions): Promise<void> {
    const operation = { provider: this.name, operation: 'validateCredentials' };
    const signal = parseCallOptions(options, operation);
    await this.#account.regions.verify({ operation, signal });
  }

  /** Lists region after region, each page when the one before has been used. */
  async *listInstances(
    filter?: InstanceFilter,
    options?: CallOptions,
  ): AsyncGenerator<ListedInstance, void, undefined> {
    const operation = { provider: this.name, operation: 'listInstances' };
    const [parsed, signal] = parseBoth(
      operation,
      () => parseInstanceFilter(filter, operation),
      () => parseCallOptions(options, operation),
    );
    const regions = await this.#regionsOf(parsed, { operation, signal });
    const filters = toEc2Filters(parsed);
    const listed = listInRegions(
      regions,
      (region, cut) => this.#reader.list(filters, { region, operation, signal: cut }),
      signal,
    );
    for await (const instance of listed) {
      if (signal?.aborted) throw abortedError(operation, signal);
      if (instance.managed && matchesFilter(instance, parsed)) yield toListedInstance(instance);
    }
  }

  /** @throws InstanceNotFoundError for an instance that never was, or has ended */
  async setExpiry(
    instanceId: string,
    expiresAt: Date | undefined,
    options?: CallOptions,
  ): Promise<void> {
    const operation = { provider: this.name, operation: 'setExpiry' };
    const [call, expiry] = parseBoth(
      operation,
      () => this.#parseCall('setExpiry', instanceId, options),
      () => parseExpiry(expiresAt, operation),
    );
    await this.#within(call, () => this.#setExpiry(call, expiry));
  }

  /** Removes launch templates that spot creations have left behind, in every region. */
  async sweep(options?: CallOptions): Promise<SweepResult> {
    const operation = { provider: this.name, operation: 'sweep' };
    const call = { operation, signal: parseCallOptions(options, operation) };
    const { regions, clock } = this.#account;
    const usable = await regions.usable(call);
    return sweepLaunchTemplates(
      { templates: this.#templates, regions: usable, now: clock.now() },
      call,
    );
  }

  #end(instanceId: string, call: Call): Promise<void> {
    const { clock, backoff } = this.#account;
    return endInstance(this.#termination, instanceId, call, { clock, backoff });
  }

  async #setExpiry({ address, operation, signal }: InstanceCall, expiry: Date | undefined) {
    const { api } = this.#account;
    const { region, ec2Id } = address;
    const { state, managed } = await this.#reader.read(address, { operation, signal });
    if (state === 'terminated') {
      throw new InstanceNotFoundError(
        `${describeOperation(operation)} failed: the instance has ended. Create another one.`,
        operation,
      );
    }
    if (!managed) {
      const message = 'must be of an instance that Stagely has made';
      throw new InvalidInputError(
        `${describeOperation(operation)} failed: the instance is not Stagely's, so nobody would heed its lease. Use an id from createInstance() or listInstances().`,
        { ...operation, issues: [{ path: 'instanceId', message }] },
      );
    }
    const to = { region, operation, signal };
    const Key = OWNERSHIP_TAG.expiresAt;
    if (expiry === undefined) await api.deleteTag(ec2Id, Key, to);
    else await api.createTags(ec2Id, [{ Key, Value: String(expiry.getTime()) }], to);
  }

  async #regionsOf({ region }: InstanceFilter, call: Call): Promise<readonly string[]> {
    const { regions } = this.#account;
    if (region === undefined) return regions.usable(call);
    await regions.require(region, 'filter.region', call);
    return [region];
  }

  /** Checks an id and the options of a call on one instance. */
  #parseCall(name: string, instanceId: string, options: CallOptions | undefined): InstanceCall {
    const named = { provider: this.name, operation: name };
    const [address, signal] = parseBoth(
      named,
      () => readInstanceId(instanceId, this.#account.homeRegion, named),
      (parsed) => parseCallOptions(options, { ...named, ...(parsed && idOf(parsed)) }),
    );
    return { address, operation: { ...named, ...idOf(address) }, signal };
  }

  #within<T>(call: InstanceCall, work: () => Promise<T>): Promise<T> {
    return this.#account.regions.within(call.address.region, 'instanceId', call, work);
  }
}

const instanceIdsSchema = v.array(v.string('must be a string'), 'must be a list of instance ids');

function idOf(address: InstanceAddress) {
  return { instanceId: formatInstanceId(address) };
}
