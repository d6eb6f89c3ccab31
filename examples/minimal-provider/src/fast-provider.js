import { InstanceNotFoundError } from '@stagely/core';
import {
  abortedError,
  hashIdempotencyKey,
  OWNERSHIP_TAG,
  parseCallOptions,
  parseExpiry,
  parseInput,
  parseInstanceFilter,
  parseInstanceId,
  parseInstanceSpec,
  strictFields,
  systemClock,
} from '@stagely/core/plugin';
import * as v from 'valibot';
import { FastClient } from './fast-client.js';
import { FastCreations } from './fast-creations.js';
import { toListedInstance, toStatus } from './from-machine.js';

/**
 * @import { CallOptions, CloudProvider, InstanceFilter, InstanceSpec, ProviderContext } from '@stagely/core'
 * @import { Operation, ParsedInstanceSpec } from '@stagely/core/plugin'
 */

/** @typedef {ParsedInstanceSpec<object>} Spec */

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
    this.#creations = new FastCreations({ client, clock, backoff });
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
    const operation = creationOf(spec);
    const signal = parseCallOptions(options, operation);
    return this.#creations.create(spec, operation, signal);
  }

  /**
   * @param {string} instanceId
   * @param {CallOptions} [options]
   */
  async getInstanceStatus(instanceId, options) {
    const call = onInstance('getInstanceStatus', instanceId, options);
    return toStatus(await this.#client.get(instanceId, call));
  }

  /**
   * @param {string} instanceId
   * @param {CallOptions} [options]
   */
  async terminateInstance(instanceId, options) {
    const call = onInstance('terminateInstance', instanceId, options);
    try {
      await this.#client.delete(instanceId, call);
    } catch (error) {
      if (!(error instanceof InstanceNotFoundError)) throw error;
    }
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
    const { tags = {}, idempotencyKey, region } = parseInstanceFilter(filter, operation);
    const signal = parseCallOptions(options, operation);
    const keyHash = idempotencyKey === undefined ? undefined : hashIdempotencyKey(idempotencyKey);
    for await (const machine of this.#client.list({}, { operation, signal })) {
      if (signal?.aborted) throw abortedError(operation, signal);
      const listed = toListedInstance(machine);
      if (
        listed !== undefined &&
        (region === undefined || listed.region === region) &&
        (keyHash === undefined || listed.idempotencyKeyHash === keyHash) &&
        Object.entries(tags).every(
          ([key, value]) => Object.hasOwn(listed.tags, key) && listed.tags[key] === value,
        )
      ) {
        yield listed;
      }
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
 * @param {Spec} spec
 * @returns {Operation} what every error of a creation carries
 */
function creationOf({ idempotencyKey }) {
  const operation = 'createInstance';
  return { provider: PROVIDER, operation, idempotencyKey, outcome: 'no-instance' };
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
