import {
  type CallOptions,
  type CloudProvider,
  type CreatedInstance,
  type InstanceFilter,
  type InstanceSpec,
  type InstanceStatus,
  type ListedInstance,
  type ProviderContext,
  type RequestLimits,
  StagelyError,
} from '@stagely/core';
import {
  abortedError,
  invalidInput,
  type Operation,
  parseBoth,
  parseCallOptions,
  parseExpiry,
  parseInstanceFilter,
} from '@stagely/core/plugin';
import type { MockRequest } from './call-log.js';
import { createInstance, createOperation } from './create-instance.js';
import type { MockCredentials } from './credentials.js';
import { findInstance, findLiveInstance, parseInstanceOperation } from './find-instance.js';
import { MockAccount } from './mock-account.js';
import type { MockCloud } from './mock-cloud.js';
import { MockControls } from './mock-controls.js';
import { parseInstanceIds } from './parse-instance-ids.js';
import { parseMockSpec, regionIssues, toLoggedSpec } from './parse-mock-spec.js';
import { failAsPlanned, type PlannedFailure } from './planned-failures.js';

/**
 * A cloud in memory, for the tests of whatever uses a `CloudProvider`. It keeps the whole contract, and its
 * controls make it slow, full or faulty. No two of them share anything.
 */
export class MockProvider extends MockControls implements CloudProvider {
  readonly name = 'mock';
  /** The setting of that name. */
  declare readonly limits?: RequestLimits;
  readonly #account: MockAccount;

  /**
   * Of the context, the settings (`MockSettings`), the clock and the logger are used.
   *
   * @throws InvalidInputError for wrong credentials or a wrong context, with everything wrong in both
   */
  constructor(credentials: MockCredentials = {}, context: ProviderContext = {}) {
    const account = new MockAccount(credentials, context);
    super(account);
    this.#account = account;
    if (account.limits !== undefined) this.limits = account.limits;
  }

  /**
   * Launches an instance and waits for its address, up to two minutes on the clock.
   *
   * @throws ReadinessTimeoutError, IdempotencyConflictError, QuotaExceededError, CapacityUnavailableError,
   * InstanceNotFoundError when the instance is ended on request meanwhile, OperationAbortedError, and whatever is planned
   */
  async createInstance(spec: InstanceSpec, options?: CallOptions): Promise<CreatedInstance> {
    const { cloud, regions, defaultRegion, clock } = this.#account;
    const parsed = await parseMockSpec(spec, { regions, defaultRegion, now: clock.now() });
    const signal = parseCallOptions(options, createOperation(parsed));
    const request = {
      operation: 'createInstance',
      arguments: { spec: toLoggedSpec(parsed) },
    } as const;
    return this.#log(cloud, request, (failure) => createInstance(cloud, parsed, failure, signal));
  }

  /** @throws InstanceNotFoundError for an instance that never was, or ended more than an hour ago */
  async getInstanceStatus(instanceId: string, options?: CallOptions): Promise<InstanceStatus> {
    const named = { provider: 'mock', operation: 'getInstanceStatus' };
    const [operation, signal] = parseBoth(
      named,
      () => parseInstanceOperation('getInstanceStatus', instanceId),
      (parsed) => parseCallOptions(options, parsed ?? named),
    );
    return this.#perform(
      { operation: 'getInstanceStatus', arguments: { instanceId } },
      operation,
      signal,
      ({ instances }) => findInstance(instances, operation).toStatus(),
    );
  }

  /** Reads many instances; an id that is malformed or unknown has an error in its place. */
  async getInstanceStatuses(
    instanceIds: readonly string[],
    options?: CallOptions,
  ): Promise<Map<string, InstanceStatus | StagelyError>> {
    const operation = { provider: 'mock', operation: 'getInstanceStatuses' };
    const [ids, signal] = parseBoth(
      operation,
      () => parseInstanceIds(instanceIds),
      () => parseCallOptions(options, operation),
    );
    return this.#perform(
      { operation: 'getInstanceStatuses', arguments: { instanceIds: ids } },
      operation,
      signal,
      (cloud) => new Map(ids.map((id) => [id, readStatus(cloud, id)])),
    );
  }

  /** Ends an instance; succeeds for one that is gone or never was. */
  async terminateInstance(instanceId: string, options?: CallOptions): Promise<void> {
    const named = { provider: 'mock', operation: 'terminateInstance' };
    const [operation, signal] = parseBoth(
      named,
      () => parseInstanceOperation('terminateInstance', instanceId),
      (parsed) => parseCallOptions(options, parsed ?? named),
    );
    return this.#perform(
      { operation: 'terminateInstance', arguments: { instanceId } },
      operation,
      signal,
      ({ instances }) => {
        const instance = instances.find(instanceId);
        if (instance) instances.end(instance, { requested: true });
      },
    );
  }

  /** Succeeds, unless a failure is planned. */
  async validateCredentials(options?: CallOptions): Promise<void> {
    const operation = { provider: 'mock', operation: 'validateCredentials' };
    const signal = parseCallOptions(options, operation);
    return this.#perform(
      { operation: 'validateCredentials', arguments: {} },
      operation,
      signal,
      () => undefined,
    );
  }

  /** Lists instances as they are when the first one is asked for. A failure planned `after` follows the last one. */
  async *listInstances(
    filter?: InstanceFilter,
    options?: CallOptions,
  ): AsyncGenerator<ListedInstance, void, undefined> {
    const operation = { provider: 'mock', operation: 'listInstances' };
    const [parsed, signal] = parseBoth(
      operation,
      () => this.#parseFilter(filter, operation),
      () => parseCallOptions(options, operation),
    );

    const { cloud } = this.#account;
    const call = cloud.calls.add(
      { operation: 'listInstances', arguments: { filter: parsed } },
      cloud.clock.now(),
    );
    try {
      const failure = cloud.failures.take(call);
      if (failure?.moment === 'before') await failAsPlanned(failure, operation, cloud, signal);
      for (const instance of cloud.instances.list(parsed).map((found) => found.toListed())) {
        if (signal?.aborted) throw abortedError(operation, signal);
        yield instance;
      }
      if (failure?.moment === 'after') await failAsPlanned(failure, operation, cloud, signal);
    } catch (error) {
      call.fail(error);
      throw error;
    } finally {
      call.succeed();
    }
  }

  /** @throws InstanceNotFoundError for an instance that never was, or has ended */
  async setExpiry(
    instanceId: string,
    expiresAt: Date | undefined,
    options?: CallOptions,
  ): Promise<void> {
    const named = { provider: 'mock', operation: 'setExpiry' };
    const [operation, [expiry, signal]] = parseBoth(
      named,
      () => parseInstanceOperation('setExpiry', instanceId),
      (parsed) =>
        parseBoth(
          parsed ?? named,
          () => parseExpiry(expiresAt, parsed ?? named),
          () => parseCallOptions(options, parsed ?? named),
        ),
    );
    return this.#perform(
      { operation: 'setExpiry', arguments: { instanceId, expiresAt: expiry } },
      operation,
      signal,
      ({ instances }) => {
        findLiveInstance(instances, operation).expiresAt = expiry;
      },
    );
  }

  #parseFilter(filter: InstanceFilter | undefined, operation: Operation): InstanceFilter {
    const parsed = parseInstanceFilter(filter, operation);
    const issues = regionIssues(parsed.region, this.#account.regions, 'filter.region');
    if (issues.length > 0) throw invalidInput(operation, issues);
    return parsed;
  }

  /** Logs a call whose effect takes no time; it fails as planned before or after the effect. */
  #perform<T>(
    request: MockRequest,
    operation: Operation,
    signal: AbortSignal | undefined,
    effect: (cloud: MockCloud) => T,
  ): Promise<T> {
    const { cloud } = this.#account;
    return this.#log(cloud, request, async (failure) => {
      if (failure?.moment === 'before') return failAsPlanned(failure, operation, cloud, signal);
      const result = effect(cloud);
      if (failure) return failAsPlanned(failure, operation, cloud, signal);
      return result;
    });
  }

  async #log<T>(
    cloud: MockCloud,
    request: MockRequest,
    perform: (failure: PlannedFailure | undefined) => Promise<T>,
  ): Promise<T> {
    const call = cloud.calls.add(request, cloud.clock.now());
    try {
      const result = await perform(cloud.failures.take(call));
      call.succeed();
      return result;
    } catch (error) {
      call.fail(error);
      throw error;
    }
  }
}

function readStatus({ instances }: MockCloud, instanceId: string): InstanceStatus | StagelyError {
  try {
    const operation = parseInstanceOperation('getInstanceStatuses', instanceId);
    return findInstance(instances, operation).toStatus();
  } catch (error) {
    if (error instanceof StagelyError) return error;
    throw error;
  }
}
