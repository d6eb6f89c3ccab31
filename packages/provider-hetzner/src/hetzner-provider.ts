import type {
  CallOptions,
  CloudProvider,
  CreatedInstance,
  InstanceFilter,
  InstanceSpec,
  InstanceStatus,
  ListedInstance,
  ProviderContext,
  RequestLimits,
  StagelyError,
  SweepResult,
} from '@stagely/core';
import {
  abortedError,
  type BackoffOptions,
  type Call,
  type Clock,
  InstanceCreations,
  matchesFilter,
  parseBoth,
  parseCallOptions,
  parseExpiry,
  parseInput,
  parseInstanceFilter,
  SharedReads,
  toInstanceStatus,
  toListedInstance,
} from '@stagely/core/plugin';
import * as v from 'valibot';
import { ActionWaiter } from './actions/action-waiter.js';
import { Catalogue } from './catalogue/catalogue.js';
import { HetznerClient } from './client/hetzner-client.js';
import { parseConstruction } from './construction.js';
import type { HetznerCredentials } from './credentials.js';
import { mapError, withMappedErrors } from './errors/map-error.js';
import { HetznerCloud } from './hetzner-cloud.js';
import { listServers } from './instances/list-servers.js';
import { parseServerId } from './instances/parse-server-id.js';
import { type ReadInstancesOptions, readInstances } from './instances/read-instances.js';
import { readStatuses } from './instances/read-statuses.js';
import { ServerAddresses } from './instances/server-addresses.js';
import { ServerLabels } from './instances/server-labels.js';
import { setExpiry } from './instances/set-expiry.js';
import { type HetznerInstance, toManagedInstance } from './instances/to-managed-instance.js';
import { toLabelSelector } from './labels/to-label-selector.js';
import type { ServerPlan } from './launch/plan-servers.js';
import { type HetznerSpec, parseHetznerSpec } from './parse-hetzner-spec.js';

const PROVIDER = 'hetzner';

const instanceIdsSchema = v.array(v.string('must be a string'), 'must be a list of instance ids');

/** Servers of the Hetzner Cloud. */
export class HetznerProvider implements CloudProvider {
  readonly name = PROVIDER;
  /** For a project, all requests together: Hetzner Cloud API, "Rate Limiting". */
  readonly limits: RequestLimits = { total: { burst: 3_600, perSecond: 1 } };
  readonly #location: string;
  readonly #client: HetznerClient;
  readonly #clock: Clock;
  readonly #backoff: BackoffOptions;
  readonly #reading: ReadInstancesOptions;
  readonly #addresses: ServerAddresses;
  readonly #labels: ServerLabels;
  readonly #cloud: HetznerCloud;
  readonly #creations: InstanceCreations<HetznerSpec, ServerPlan>;

  /**
   * Makes no request.
   *
   * @throws InvalidInputError for wrong credentials or a wrong context, with everything wrong in both
   */
  constructor(credentials: HetznerCredentials, context: ProviderContext = {}) {
    const construction = parseConstruction(credentials, context);
    const { settings, clock, logger, fetch, random } = construction;
    const { addressTimeoutMs, pollIntervalMs, visibilityWindowMs } = settings;
    const client = new HetznerClient({
      token: construction.credentials.api_token,
      baseURL: settings.endpoint,
      timeout: settings.requestTimeoutMs,
      fetch,
      clock,
    });
    const backoff = { minDelayMs: pollIntervalMs, maxDelayMs: pollIntervalMs * 5, random };
    this.#location = construction.credentials.location;
    this.#client = client;
    this.#clock = clock;
    this.#backoff = backoff;
    this.#reading = { client, logger };
    this.#addresses = new ServerAddresses(client, clock, logger);
    this.#labels = new ServerLabels(client, visibilityWindowMs);
    this.#cloud = new HetznerCloud({
      client,
      catalogue: new Catalogue(client, { clock, ttlMs: settings.catalogueTtlMs }),
      actions: new ActionWaiter(client, clock, backoff),
      addresses: this.#addresses,
      labels: this.#labels,
      reads: new SharedReads<HetznerInstance>(
        (ids, call) => readInstances(ids, call, this.#reading),
        { clock },
      ),
      clock,
      backoff,
      visibilityWindowMs,
      actionTimeoutMs: addressTimeoutMs,
    });
    this.#creations = new InstanceCreations(this.#cloud, {
      provider: PROVIDER,
      clock,
      addressTimeoutMs,
      backoff,
    });
  }

  /**
   * Creates a server, or finds the one that has the key, and resolves once Hetzner has created and started it.
   *
   * @throws IdempotencyConflictError, QuotaExceededError, CapacityUnavailableError, ReadinessTimeoutError and the
   * errors of every method
   */
  async createInstance(input: InstanceSpec, options?: CallOptions): Promise<CreatedInstance> {
    const now = this.#clock.now();
    const spec = await parseHetznerSpec(input, { location: this.#location, now });
    const signal = parseCallOptions(options, this.#creations.operationOf(spec));
    return this.#client.hiding([spec.userData], () => this.#creations.create(spec, { signal }));
  }

  /** @throws InstanceNotFoundError for a server that the project does not have (any more) */
  async getInstanceStatus(instanceId: string, options?: CallOptions): Promise<InstanceStatus> {
    const [id, call] = callOn('getInstanceStatus', instanceId, options);
    return toInstanceStatus(await this.#cloud.readInstance(id, call));
  }

  /** Reads many servers, more than a few of them by one list. Each id has a status or an error of its own. */
  async getInstanceStatuses(
    instanceIds: readonly string[],
    options?: CallOptions,
  ): Promise<Map<string, InstanceStatus | StagelyError>> {
    const operation = { provider: PROVIDER, operation: 'getInstanceStatuses' };
    const [ids, signal] = parseBoth(
      operation,
      () => parseInput(instanceIdsSchema, instanceIds, 'instanceIds', operation),
      () => parseCallOptions(options, operation),
    );
    return readStatuses(ids, { operation, signal }, this.#reading);
  }

  /** Deletes a server and its addresses, and resolves once Hetzner has done so; succeeds for one that is gone. */
  async terminateInstance(instanceId: string, options?: CallOptions): Promise<void> {
    const [id, call] = callOn('terminateInstance', instanceId, options);
    return this.#cloud.endInstance(id, call);
  }

  /** Lists one server. A token that may only read passes, because Hetzner does not tell what a token may do. */
  async validateCredentials(options?: CallOptions): Promise<void> {
    const operation = { provider: PROVIDER, operation: 'validateCredentials' };
    const signal = parseCallOptions(options, operation);
    await withMappedErrors({ operation, signal, subject: 'project' }, () =>
      this.#client.servers.list({ perPage: 1 }, { signal }),
    );
  }

  async *listInstances(
    filter?: InstanceFilter,
    options?: CallOptions,
  ): AsyncGenerator<ListedInstance, void, undefined> {
    const operation = { provider: PROVIDER, operation: 'listInstances' };
    const [wanted, signal] = parseBoth(
      operation,
      () => parseInstanceFilter(filter, operation),
      () => parseCallOptions(options, operation),
    );
    try {
      for await (const server of listServers(this.#client, toLabelSelector(wanted), { signal })) {
        if (signal?.aborted) throw abortedError(operation, signal);
        const instance = toManagedInstance(server);
        if (instance.managed && matchesFilter(instance, wanted)) yield toListedInstance(instance);
      }
    } catch (error) {
      throw mapError(error, { operation, signal, subject: 'project' });
    }
  }

  /**
   * @throws InstanceNotFoundError for a server that the project does not have (any more)
   * @throws InvalidInputError for one that is not Stagely's
   */
  async setExpiry(
    instanceId: string,
    expiresAt: Date | undefined,
    options?: CallOptions,
  ): Promise<void> {
    const named = { provider: PROVIDER, operation: 'setExpiry' };
    const [[id, call], expiry] = parseBoth(
      named,
      () => callOn('setExpiry', instanceId, options),
      () => parseExpiry(expiresAt, named),
    );
    return setExpiry(id, expiry, call, {
      labels: this.#labels,
      clock: this.#clock,
      backoff: this.#backoff,
    });
  }

  /** Removes primary IPs that were marked when their machine ended and that stayed all the same. */
  async sweep(options?: CallOptions): Promise<SweepResult> {
    const operation = { provider: PROVIDER, operation: 'sweep' };
    const signal = parseCallOptions(options, operation);
    return withMappedErrors({ operation, signal, subject: 'project' }, () =>
      this.#addresses.sweep({ operation, signal }),
    );
  }
}

/** Checks the arguments of an operation on one machine, and says what its errors carry. */
function callOn(
  name: string,
  instanceId: string,
  options: CallOptions | undefined,
): [instanceId: string, call: Call] {
  const named = { provider: PROVIDER, operation: name };
  const [id, signal] = parseBoth(
    named,
    () => parseServerId(instanceId, named),
    (parsed) => parseCallOptions(options, parsed === undefined ? named : { ...named, instanceId }),
  );
  return [id, { operation: { ...named, instanceId: id }, signal }];
}
