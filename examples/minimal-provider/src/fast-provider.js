import {
  abortedError,
  InstanceCreations,
  matchesFilter,
  OWNERSHIP_TAG,
  parseCallOptions,
  parseExpiry,
  parseInput,
  parseInstanceFilter,
  parseInstanceId,
  parseInstanceSpec,
  strictFields,
  systemClock,
  toInstanceStatus,
  toListedInstance,
} from '@stagely/core/plugin';
import * as v from 'valibot';
import { FastClient } from './fast-client.js';
import { FastMachines } from './fast-machines.js';
import { toManagedInstance } from './to-managed-instance.js';

/**
 * @import { CallOptions, CloudProvider, InstanceFilter, InstanceSpec, ProviderContext } from '@stagely/core'
 */

const PROVIDER = 'acme';
const ID_FORM = { pattern: /^fast-[0-9a-f]{8}$/, example: 'fast-0a1b2c3d' };

const settingsSchema = v.optional(
  strictFields({
    endpoint: v.optional(v.pipe(v.string(), v.url('must be a URL')), 'https://api.acme.example'),
    pollIntervalMs: v.optional(v.pipe(v.number(), v.minValue(1)), 1_000),
  }),
  {},
);

/**
 * Machines of Acme Fast.
 *
 * @implements {CloudProvider}
 */
export class FastProvider {
  name = PROVIDER;
  limits = { total: { burst: 20, perSecond: 10 } };
  #client;
  #clock;
  #creations;
  #machines;
  #region;

  /**
   * @param {{ api_token: string, region: string }} credentials
   * @param {ProviderContext} [context]
   */
  constructor({ api_token, region }, context = {}) {
    const { clock = systemClock, fetch = globalThis.fetch, random } = context;
    const operation = { provider: PROVIDER, operation: 'new FastProvider' };
    const { endpoint, pollIntervalMs } = parseInput(
      settingsSchema,
      context.settings,
      'settings',
      operation,
    );
    const client = new FastClient(api_token, { endpoint, fetch, clock });
    this.#client = client;
    this.#clock = clock;
    const backoff = { minDelayMs: pollIntervalMs, maxDelayMs: pollIntervalMs * 5, random };
    this.#machines = new FastMachines({ client, clock, backoff });
    this.#creations = new InstanceCreations(this.#machines, {
      provider: PROVIDER,
      clock,
      backoff,
      lookUpTimeoutMs: pollIntervalMs * 10,
    });
    this.#region = region;
  }

  /**
   * @param {InstanceSpec} input
   * @param {CallOptions} [options]
   */
  async createInstance(input, options) {
    const spec = await parseInstanceSpec(input, {
      provider: PROVIDER,
      defaultRegion: this.#region,
      now: this.#clock.now(),
      userDataMaxBytes: 65_536,
      providerOptions: strictFields({}),
      check: ({ architecture }) =>
        architecture === 'amd64'
          ? []
          : [{ path: 'spec.architecture', message: 'must be amd64: Acme Fast has nothing else' }],
    });
    const signal = parseCallOptions(options, this.#creations.operationOf(spec));
    return this.#creations.create(spec, { signal });
  }

  /**
   * @param {string} instanceId
   * @param {CallOptions} [options]
   */
  async getInstanceStatus(instanceId, options) {
    const call = onInstance('getInstanceStatus', instanceId, options);
    return toInstanceStatus(await this.#machines.readInstance(instanceId, call));
  }

  /**
   * @param {string} instanceId
   * @param {CallOptions} [options]
   */
  async terminateInstance(instanceId, options) {
    await this.#machines.endInstance(
      instanceId,
      onInstance('terminateInstance', instanceId, options),
    );
  }

  /** @param {CallOptions} [options] */
  async validateCredentials(options) {
    const operation = { provider: PROVIDER, operation: 'validateCredentials' };
    await this.#client.readAccount({ operation, signal: parseCallOptions(options, operation) });
  }

  /**
   * @param {InstanceFilter} [filter]
   * @param {CallOptions} [options]
   */
  async *listInstances(filter, options) {
    const operation = { provider: PROVIDER, operation: 'listInstances' };
    const parsed = parseInstanceFilter(filter, operation);
    const signal = parseCallOptions(options, operation);
    for await (const machine of this.#client.list({}, { operation, signal })) {
      if (signal?.aborted) throw abortedError(operation, signal);
      if (!Object.hasOwn(machine.labels, OWNERSHIP_TAG.managed)) continue;
      const listed = toListedInstance(toManagedInstance(machine));
      if (matchesFilter(listed, parsed)) yield listed;
    }
  }

  /**
   * @param {string} instanceId
   * @param {Date | undefined} expiresAt
   * @param {CallOptions} [options]
   */
  async setExpiry(instanceId, expiresAt, options) {
    const call = onInstance('setExpiry', instanceId, options);
    const expiry = parseExpiry(expiresAt, call.operation);
    const { labels } = await this.#client.get(instanceId, call);
    const { [OWNERSHIP_TAG.expiresAt]: _, ...others } = labels;
    const lease =
      expiry === undefined ? {} : { [OWNERSHIP_TAG.expiresAt]: String(expiry.getTime()) };
    await this.#client.setLabels(instanceId, { ...others, ...lease }, call);
  }
}

/**
 * @param {string} name
 * @param {string} instanceId
 * @param {CallOptions | undefined} options
 */
function onInstance(name, instanceId, options) {
  const named = { provider: PROVIDER, operation: name };
  const operation = { ...named, instanceId: parseInstanceId(instanceId, ID_FORM, named) };
  return { operation, signal: parseCallOptions(options, operation) };
}
