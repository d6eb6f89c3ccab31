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
  OWNERSHIP_TAG,
  poll,
  SharedCalls,
  toOwnershipTags,
} from '@stagely/core/plugin';
import { NameTakenError } from './fast-client.js';
import { isReplaceable, toCreatedInstance } from './from-machine.js';

/**
 * @import { CreatedInstance } from '@stagely/core'
 * @import { BackoffOptions, Clock, Operation, ParsedInstanceSpec } from '@stagely/core/plugin'
 * @import { FastClient } from './fast-client.js'
 * @import { Machine } from './machine.js'
 */

/** @typedef {ParsedInstanceSpec<object>} Spec */

const PLANS = { small: 'fast-2', medium: 'fast-4', large: 'fast-8' };

/** How long an address, a deletion and a look-up may take, in milliseconds. */
const ADDRESS_TIMEOUT = 120_000;
const DELETION_TIMEOUT = 60_000;
const LOOKUP_TIMEOUT = 10_000;

/** Creates machines: one for each key. */
export class FastCreations {
  #client;
  #clock;
  #backoff;
  /** @type {SharedCalls<CreatedInstance>} */
  #calls = new SharedCalls();

  /** @param {{ client: FastClient, clock: Clock, backoff: BackoffOptions }} options */
  constructor({ client, clock, backoff }) {
    this.#client = client;
    this.#clock = clock;
    this.#backoff = backoff;
  }

  /**
   * @param {Spec} spec
   * @param {Operation} operation
   * @param {AbortSignal} [signal]
   */
  async create(spec, operation, signal) {
    const { value, gaveUp } = await this.#calls.run(
      `${spec.idempotencyKeyHash} ${spec.specHash}`,
      signal,
      (shared) => this.#adoptOrCreate(spec, operation, shared),
    );
    if (!gaveUp) return value;
    const { instanceId } = value;
    throw abortedError({ ...operation, outcome: 'instance-exists', instanceId }, signal);
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
        await this.#delete(holder.id, operation, signal);
      } else {
        if (holder.labels[OWNERSHIP_TAG.specHash] !== spec.specHash) {
          throw conflict(holder, operation);
        }
        const machine = await this.#awaitAddress(holder.id, existing(operation, holder.id), signal);
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
      const instance = { ...operation, instanceId: id };
      const machine = await this.#awaitAddress(id, instance, signal);
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
      return (await this.#poll(look, operation, LOOKUP_TIMEOUT, 'a look-up of the machine')).found;
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
    /** @param {AbortSignal} cut */
    const read = async (cut) => {
      const machine = await this.#client.get(id, { operation, signal: cut });
      return typeof machine.address === 'string' ? machine : undefined;
    };
    return this.#poll(read, operation, ADDRESS_TIMEOUT, 'a public IPv4 address', signal);
  }

  /**
   * Deletes a machine, which Acme Fast forgets at once.
   *
   * @param {string} id
   * @param {Operation} operation
   * @param {AbortSignal} [signal]
   */
  async #delete(id, operation, signal) {
    try {
      await this.#client.delete(id, { operation: { ...operation, instanceId: id }, signal });
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
    const left = existing(operation, id);
    const remove = async () => {
      await this.#delete(id, left);
      return true;
    };
    await this.#poll(remove, left, DELETION_TIMEOUT, 'the deletion of the machine');
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
    const options = { clock: this.#clock, backoff: this.#backoff };
    return poll(read, { ...options, operation, timeoutMs, awaiting, signal });
  }
}

/** @param {Spec} spec */
function nameOf({ idempotencyKeyHash }) {
  return `stagely-${idempotencyKeyHash}`;
}

/**
 * @param {Operation} operation
 * @param {string} instanceId
 * @returns {Operation} what an error carries that leaves a machine alive
 */
function existing(operation, instanceId) {
  return { ...operation, outcome: 'instance-exists', instanceId };
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
