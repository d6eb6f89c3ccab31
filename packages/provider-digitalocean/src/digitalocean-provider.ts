import type {
  CallOptions,
  CloudProvider,
  CreatedInstance,
  InstanceFilter,
  InstanceSpec,
  InstanceStatus,
  ListedInstance,
  Logger,
  ProviderContext,
  RequestLimits,
  StagelyError,
  SweepResult,
} from '@stagely/core';
import {
  type BackoffOptions,
  type Call,
  type Clock,
  endInstance,
  InstanceCreations,
  parseBoth,
  parseCallOptions,
  parseExpiry,
  parseInput,
  parseInstanceFilter,
  providerContextSchema,
  SharedReads,
  silentLogger,
  systemClock,
  toInstanceStatus,
  toListedInstance,
} from '@stagely/core/plugin';
import * as v from 'valibot';
import { DigitalOceanClient } from './api/digitalocean-client.js';
import type { Droplet } from './api/droplet.js';
import { Catalogue } from './catalogue/catalogue.js';
import { DropletCreation, type DropletPlan } from './creation/droplet-creation.js';
import { credentialsSchema, type DigitalOceanCredentials } from './credentials.js';
import { toManagedInstance } from './droplets/to-managed-instance.js';
import { RecentLeases } from './leases/recent-leases.js';
import { setLease } from './leases/set-lease.js';
import { sweepLeases } from './leases/sweep-leases.js';
import { listInstances } from './listing/list-instances.js';
import { readDroplets } from './listing/read-droplets.js';
import { type DropletSpec, parseDropletSpec } from './parse-droplet-spec.js';
import { parseInstanceCall, parseInstanceIds } from './parse-instance-call.js';
import { type ParsedSettings, settingsSchema } from './settings.js';
import { DropletTermination } from './termination/droplet-termination.js';
import { validateToken } from './validate-token.js';

const PROVIDER = 'digitalocean';

/** What a creation has to end its machine, in milliseconds. */
const MAX_CLEANUP_MS = 60_000;

const contextSchema = providerContextSchema(v.optional(settingsSchema, {}));

/** DigitalOcean Droplets. */
export class DigitalOceanProvider implements CloudProvider {
  readonly name = PROVIDER;
  /** For each token: 250 requests a minute, 5,000 an hour. */
  readonly limits: RequestLimits = { total: { burst: 250, perSecond: 5_000 / 3_600 } };
  readonly #region: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #settings: ParsedSettings;
  readonly #backoff: BackoffOptions;
  readonly #client: DigitalOceanClient;
  /** Reads of single droplets that are under way together share requests. */
  readonly #reads: SharedReads<Droplet>;
  readonly #termination: DropletTermination;
  readonly #creations: InstanceCreations<DropletSpec, DropletPlan>;
  readonly #recentLeases: RecentLeases;

  /**
   * Makes no request. `context.settings` are `DigitalOceanSettings`.
   *
   * @throws InvalidInputError with everything that is wrong with the credentials and the context
   */
  constructor(credentials: DigitalOceanCredentials, context: ProviderContext = {}) {
    const operation = { provider: PROVIDER, operation: 'new DigitalOceanProvider' };
    const [{ api_token, region }, parsed] = parseBoth(
      operation,
      () => parseInput(credentialsSchema, credentials, 'credentials', operation),
      () => parseInput(contextSchema, context, 'context', operation),
    );
    const { settings, clock = systemClock, logger = silentLogger, random } = parsed;
    const { fetch = (input, init) => globalThis.fetch(input, init) } = parsed;
    const { pollIntervalMs, visibilityWindowMs, catalogueTtlMs: ttlMs } = settings;
    this.#region = region;
    this.#clock = clock;
    this.#logger = logger;
    this.#settings = settings;
    this.#backoff = { minDelayMs: pollIntervalMs, maxDelayMs: pollIntervalMs * 5, random };
    this.#client = new DigitalOceanClient(api_token, { ...settings, clock, fetch });
    this.#reads = new SharedReads<Droplet>((ids, call) => readDroplets(this.#client, ids, call), {
      clock,
    });
    this.#termination = new DropletTermination({
      client: this.#client,
      reads: this.#reads,
      visibilityWindowMs,
    });
    this.#recentLeases = new RecentLeases(clock, visibilityWindowMs);
    const creation = new DropletCreation({
      client: this.#client,
      reads: this.#reads,
      catalogue: new Catalogue(this.#client, { clock, ttlMs, logger }),
      visibilityWindowMs,
      endInstance: (instanceId, call) => this.#endInstance(instanceId, call),
    });
    this.#creations = new InstanceCreations(creation, {
      provider: PROVIDER,
      clock,
      addressTimeoutMs: settings.addressTimeoutMs,
      cleanupTimeoutMs: Math.min(MAX_CLEANUP_MS, settings.terminationTimeoutMs),
      backoff: this.#backoff,
    });
  }

  /**
   * Creates a droplet, or finds the one that has the key, and waits for its public IPv4 address. Tries the sizes of the
   * mapping table in turn; arm64 is amd64 with a warning.
   *
   * @throws IdempotencyConflictError, InvalidInputError, QuotaExceededError, CapacityUnavailableError,
   * ReadinessTimeoutError, OperationAbortedError
   */
  async createInstance(input: InstanceSpec, options?: CallOptions): Promise<CreatedInstance> {
    const spec = await parseDropletSpec(input, {
      defaultRegion: this.#region,
      now: this.#clock.now(),
    });
    const operation = this.#creations.operationOf(spec);
    const signal = parseCallOptions(options, operation);
    const created = await this.#client.hiding([spec.userData], () =>
      this.#creations.create(spec, { signal }),
    );
    for (const { code, message } of created.warnings) {
      const { instanceId } = created;
      this.#logger.warn({ provider: PROVIDER, instanceId, code }, message);
    }
    return created;
  }

  /** @throws InstanceNotFoundError also for a droplet that has ended, which DigitalOcean forgets at once */
  async getInstanceStatus(instanceId: string, options?: CallOptions): Promise<InstanceStatus> {
    const named = { provider: PROVIDER, operation: 'getInstanceStatus' };
    const call = parseInstanceCall(named, instanceId, options);
    const { instanceId: id } = call.operation;
    return toInstanceStatus(toManagedInstance(await this.#reads.read(id, call)));
  }

  /** Reads many droplets by lists, and what these do not show one by one. */
  async getInstanceStatuses(
    instanceIds: readonly string[],
    options?: CallOptions,
  ): Promise<Map<string, InstanceStatus | StagelyError>> {
    const operation = { provider: PROVIDER, operation: 'getInstanceStatuses' };
    const [ids, signal] = parseBoth(
      operation,
      () => parseInstanceIds(instanceIds, operation),
      () => parseCallOptions(options, operation),
    );
    const { valid, problems } = ids;
    const read = await readDroplets(this.#client, valid, { operation, signal });
    const statuses = [...read].map(
      ([id, result]) =>
        [
          id,
          result instanceof Error ? result : toInstanceStatus(toManagedInstance(result)),
        ] as const,
    );
    return new Map([...problems, ...statuses]);
  }

  /**
   * Deletes a droplet and waits until DigitalOcean has it no longer.
   *
   * @throws NetworkFailureError when it is still there, or locked by another event, at the end of the time
   */
  async terminateInstance(instanceId: string, options?: CallOptions): Promise<void> {
    const named = { provider: PROVIDER, operation: 'terminateInstance' };
    const call = parseInstanceCall(named, instanceId, options);
    return this.#endInstance(call.operation.instanceId, call);
  }

  /** @throws InvalidCredentialsError also when the account is locked */
  async validateCredentials(options?: CallOptions): Promise<void> {
    const operation = { provider: PROVIDER, operation: 'validateCredentials' };
    const signal = parseCallOptions(options, operation);
    return validateToken(this.#client, this.#logger, { operation, signal });
  }

  /** Lists droplets in pages of 200. One that is there all the time is listed, also when others go meanwhile. */
  async *listInstances(
    filter?: InstanceFilter,
    options?: CallOptions,
  ): AsyncGenerator<ListedInstance, void, undefined> {
    const operation = { provider: PROVIDER, operation: 'listInstances' };
    const [parsed, signal] = parseBoth(
      operation,
      () => parseInstanceFilter(filter, operation),
      () => parseCallOptions(options, operation),
    );
    for await (const instance of listInstances(this.#client, parsed, { operation, signal })) {
      yield toListedInstance(instance);
    }
  }

  /** @throws InstanceNotFoundError, and InvalidInputError for a droplet that Stagely does not manage */
  async setExpiry(
    instanceId: string,
    expiresAt: Date | undefined,
    options?: CallOptions,
  ): Promise<void> {
    const named = { provider: PROVIDER, operation: 'setExpiry' };
    const [call, lease] = parseBoth(
      named,
      () => parseInstanceCall(named, instanceId, options),
      (parsed) => parseExpiry(expiresAt, parsed?.operation ?? named),
    );
    const { instanceId: id } = call.operation;
    return setLease(this.#client, this.#recentLeases, { instanceId: id, expiresAt: lease }, call);
  }

  /** Removes the tags of leases that have been over for a day and are on no droplet. */
  async sweep(options?: CallOptions): Promise<SweepResult> {
    const operation = { provider: PROVIDER, operation: 'sweep' };
    const signal = parseCallOptions(options, operation);
    return sweepLeases(this.#client, this.#clock.now(), { operation, signal });
  }

  #endInstance(instanceId: string, call: Call): Promise<void> {
    return endInstance(this.#termination, instanceId, call, {
      clock: this.#clock,
      timeoutMs: this.#settings.terminationTimeoutMs,
      backoff: this.#backoff,
    });
  }
}
