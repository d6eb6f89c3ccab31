import { randomUUID } from 'node:crypto';
import {
  endInstance,
  LaunchTakenError,
  OWNERSHIP_TAG,
  toOwnershipTags,
} from '@stagely/core/plugin';
import { NameTakenError } from './fast-client.js';
import { toManagedInstance } from './to-managed-instance.js';

/**
 * @import { ProviderWarning } from '@stagely/core'
 * @import { BackoffOptions, Call, Clock, CreationCloud, InstanceMark, Launch, LaunchedInstance, ManagedInstance, ParsedInstanceSpec, TerminationCloud } from '@stagely/core/plugin'
 * @import { FastClient } from './fast-client.js'
 */

/** @typedef {ParsedInstanceSpec<object>} Spec */

const PLANS = { small: 'fast-2', medium: 'fast-4', large: 'fast-8' };

/**
 * What Acme Fast brings to creating and ending machines; the toolkit of `@stagely/core` does the rest. The name of a
 * machine is made of its key, and Acme Fast keeps names unique.
 *
 * @implements {CreationCloud<Spec, string>}
 * @implements {TerminationCloud}
 */
export class FastMachines {
  visibilityWindowMs = 0;
  refusesSecondWithKey = true;
  #client;
  #clock;
  #backoff;

  /** @param {{ client: FastClient, clock: Clock, backoff: BackoffOptions }} options */
  constructor({ client, clock, backoff }) {
    this.#client = client;
    this.#clock = clock;
    this.#backoff = backoff;
  }

  /**
   * @param {Spec} spec
   * @param {Call} call
   */
  async findByKey(spec, call) {
    /** @type {ManagedInstance[]} */
    const found = [];
    for await (const machine of this.#client.list({ name: nameOf(spec) }, call)) {
      found.push(toManagedInstance(machine));
    }
    return found;
  }

  /** @param {Spec} spec */
  async plan({ size }) {
    return [PLANS[size]];
  }

  /**
   * @param {Spec} spec
   * @param {string} plan
   * @param {Launch} launch
   * @returns {Promise<LaunchedInstance>}
   */
  async launch(spec, plan, { operation, creator }) {
    const { region, userData } = spec;
    const labels = { ...spec.tags, ...toOwnershipTags({ ...spec, creator }) };
    const machine = { name: nameOf(spec), reference: randomUUID(), region, userData, plan, labels };
    try {
      const { id } = await this.#client.create(machine, { operation, userData });
      return { instanceId: id, warnings: [] };
    } catch (error) {
      if (error instanceof NameTakenError) throw new LaunchTakenError('The name is taken.');
      throw error;
    }
  }

  /**
   * @param {string} instanceId
   * @param {Call} call
   */
  async readInstance(instanceId, call) {
    return toManagedInstance(await this.#client.get(instanceId, call));
  }

  /**
   * @param {string} instanceId
   * @param {InstanceMark} mark
   * @param {boolean} set
   * @param {Call} call
   */
  async markInstance(instanceId, mark, set, { operation, signal }) {
    const call = { operation: { ...operation, instanceId }, signal };
    await this.#client.setLabel(instanceId, OWNERSHIP_TAG[mark], set, call);
  }

  /**
   * Acme Fast forgets a machine at once.
   *
   * @param {string} instanceId
   * @param {Call} call
   */
  async requestEnd(instanceId, { operation, signal }) {
    await this.#client.delete(instanceId, { operation: { ...operation, instanceId }, signal });
    return /** @type {const} */ ('ended');
  }

  /**
   * @param {string} instanceId
   * @param {Call} call
   */
  endInstance(instanceId, call) {
    return endInstance(this, instanceId, call, { clock: this.#clock, backoff: this.#backoff });
  }

  /**
   * @param {Spec} spec
   * @returns {readonly ProviderWarning[]}
   */
  warningsFor({ spotInstance }) {
    if (!spotInstance) return [];
    return [
      { code: 'no_spot', message: 'Acme Fast has no spot machines; it is an on-demand one.' },
    ];
  }
}

/** @param {Spec} spec */
function nameOf({ idempotencyKeyHash }) {
  return `stagely-${idempotencyKeyHash}`;
}
