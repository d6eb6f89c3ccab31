import { randomUUID } from 'node:crypto';
import {
  IdempotencyConflictError,
  InstanceNotFoundError,
  NetworkFailureError,
  RateLimitedError,
} from '@stagely/core';
import {
  abortedError,
  describeOperation,
  hashIdempotencyKey,
  OWNERSHIP_TAG,
  parseCallOptions,
  parseExpiry,
  parseInput,
  parseInstanceFilter,
  parseInstanceId,
  parseInstanceSpec,
  poll,
  SharedCalls,
  strictFields,
  systemClock,
  toOwnershipTags,
} from '@stagely/core/plugin';
import * as v from 'valibot';
import { FastClient, NameTakenError } from './fast-client.js';
import { isReplaceable, toCreatedInstance, toListedInstance, toStatus } from './from-machine.js';

/**
 * @import { CallOptions, CloudProvider, CreatedInstance, InstanceFilter, InstanceSpec, ProviderContext } from '@stagely/core'
 * @import { Operation, ParsedInstanceSpec } from '@stagely/core/plugin'
 * @import { Machine } from './machine.js'
 */

/** @typedef {ParsedInstanceSpec<object>} Spec */

const PROVIDER = 'acme';
const ID_FORM = { pattern: /^fast-[0-9a-f]{8}$/, example: 'fast-0a1b2c3d' };
const PLANS = { small: 'fast-2', medium: 'fast-4', large: 'fast-8' };

/** How long an address and a deletion may take, in milliseconds. */
const ADDRESS_TIMEOUT = 120_000;
const DELETION_TIMEOUT = 60_000;

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
  #pollIntervalMs;
  #region;
  /** @type {SharedCalls<CreatedInstance>} */
  #creations = new SharedCalls();

  /**
   * @param {{ api_token: string, region: string }} credentials
   * @param {ProviderContext} [context]
   */
  constructor({ api_token, region }, context = {}) {
    const { clock = systemClock, fetch = globalThis.fetch } = context;
    const operation = { provider: PROVIDER, operation: 'new FastProvider' };
    const { endpoint, pollIntervalMs } = parseInput(
      settingsSchema,
      context.settings,
      'settings',
      operation,
    );
    this.#client = new FastClient(api_token, { endpoint, fetch, clock });
    this.#clock = clock;
    this.#pollIntervalMs = pollIntervalMs;
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
    const { value, gaveUp } = await this.#creations.run(
      `${spec.idempotencyKeyHash} ${spec.specHash}`,
      signal,
      (shared) => this.#adoptOrCreate(spec, operation, shared),
    );
    if (!gaveUp) return value;
    const { instanceId } = value;
    throw abortedError({ ...operation, outcome: 'instance-exists', instanceId }, signal);
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
    const { operation, signal } = onInstance('terminateInstance', instanceId, options);
    await this.#delete(instanceId, operation, signal);
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

  /**
   * The name of a machine is made of its key, and Acme Fast keeps names unique: that is all it takes for one key to
   * have one machine.
   *
   * @param {Spec} spec
   * @param {Operation} operation
   * @param {AbortSignal} signal
   */
  async #adoptOrCreate(spec, operation, signal) {
    for (;;) {
      const holder = await this.#findByName(nameOf(spec), { operation, signal });
      if (holder === undefined) {
        const created = await this.#create(spec, operation, signal);
        if (created !== undefined) return created;
      } else if (isReplaceable(holder, this.#clock.now())) {
        await this.#delete(holder.id, { ...operation, instanceId: holder.id }, signal);
      } else {
        if (holder.labels[OWNERSHIP_TAG.specHash] !== spec.specHash) {
          throw conflict(holder, operation);
        }
        const machine = await this.#awaitAddress(holder.id, operation, signal);
        return toCreatedInstance(machine, spec, true);
      }
    }
  }

  /**
   * @param {Spec} spec
   * @param {Operation} operation
   * @param {AbortSignal} signal
   * @returns `undefined` when somebody else was faster
   */
  async #create(spec, operation, signal) {
    const id = await this.#requestMachine(spec, operation);
    if (id === undefined) return undefined;
    try {
      const machine = await this.#awaitAddress(id, operation, signal);
      if (signal.aborted) throw abortedError(operation, signal);
      return toCreatedInstance(machine, spec, false);
    } catch (error) {
      await this.#release(id, operation);
      throw error;
    }
  }

  /**
   * Makes the create request, whatever the caller's signal says: its answer tells what must be deleted.
   *
   * @param {Spec} spec
   * @param {Operation} operation
   * @returns the id of the machine; `undefined` when its name is taken
   */
  async #requestMachine(spec, operation) {
    const reference = randomUUID();
    const { region, userData, size } = spec;
    const machine = {
      name: nameOf(spec),
      reference,
      region,
      userData,
      plan: PLANS[size],
      labels: { ...spec.tags, ...toOwnershipTags(spec) },
    };
    try {
      return (await this.#client.create(machine, { operation, userData })).id;
    } catch (error) {
      if (error instanceof NameTakenError) return undefined;
      if (!(error instanceof NetworkFailureError) || error instanceof RateLimitedError) throw error;
      const found = await this.#findLost(spec, operation, error);
      if (found?.reference === reference) return found.id;
      throw error;
    }
  }

  /**
   * Looks for the machine of a create request whose answer was lost.
   *
   * @param {Spec} spec
   * @param {Operation} operation
   * @param {NetworkFailureError} lost
   */
  async #findLost(spec, operation, lost) {
    try {
      const look = async () => ({ found: await this.#findByName(nameOf(spec), { operation }) });
      return (await this.#poll(look, operation, 10_000, 'a look-up of the machine')).found;
    } catch (cause) {
      throw new NetworkFailureError(
        `${lost.message} Whether a machine was made is not known: use the same key again.`,
        { ...operation, outcome: 'unknown', cause },
      );
    }
  }

  /**
   * @param {string} name
   * @param {{ operation: Operation, signal?: AbortSignal }} call
   * @returns {Promise<Machine | undefined>}
   */
  async #findByName(name, call) {
    for await (const machine of this.#client.list({ name }, call)) return machine;
    return undefined;
  }

  /**
   * @param {string} id
   * @param {Operation} operation
   * @param {AbortSignal} signal
   */
  #awaitAddress(id, operation, signal) {
    const instance = { ...operation, instanceId: id };
    /** @param {AbortSignal} cut */
    const read = async (cut) => {
      const machine = await this.#client.get(id, { operation: instance, signal: cut });
      return typeof machine.address === 'string' ? machine : undefined;
    };
    return this.#poll(read, instance, ADDRESS_TIMEOUT, 'a public IPv4 address', signal);
  }

  /**
   * Deletes a machine; Acme Fast forgets it at once.
   *
   * @param {string} id
   * @param {Operation} operation
   * @param {AbortSignal} [signal]
   */
  async #delete(id, operation, signal) {
    try {
      await this.#client.delete(id, { operation, signal });
    } catch (error) {
      if (!(error instanceof InstanceNotFoundError)) throw error;
    }
  }

  /**
   * Deletes the machine of a creation that failed, also when its caller has given up or an answer is lost.
   *
   * @param {string} id
   * @param {Operation} operation
   */
  async #release(id, operation) {
    const instance = { ...operation, instanceId: id };
    const remove = async () => {
      await this.#delete(id, instance);
      return true;
    };
    await this.#poll(remove, instance, DELETION_TIMEOUT, 'its deletion');
  }

  /**
   * @template T
   * @param {(signal: AbortSignal) => Promise<T | undefined>} read
   * @param {Operation} operation
   * @param {number} timeoutMs
   * @param {string} awaiting
   * @param {AbortSignal} [signal]
   */
  #poll(read, operation, timeoutMs, awaiting, signal) {
    const backoff = { minDelayMs: this.#pollIntervalMs, maxDelayMs: this.#pollIntervalMs * 5 };
    return poll(read, { clock: this.#clock, operation, timeoutMs, awaiting, backoff, signal });
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

/** @param {Spec} spec */
function nameOf({ idempotencyKeyHash }) {
  return `stagely-${idempotencyKeyHash}`;
}

/**
 * @param {Machine} holder
 * @param {Operation} operation
 */
function conflict(holder, operation) {
  const message = `belongs to ${holder.id}, a live machine with another spec`;
  return new IdempotencyConflictError(
    `${describeOperation(operation)} failed: the key ${message}. Use another key, or end that machine first.`,
    { ...operation, issues: [{ path: 'spec.idempotencyKey', message }] },
  );
}
