import { readOwnershipTags } from '@stagely/core/plugin';

/**
 * @import { CreatedInstance, InstanceStatus, ListedInstance, ProviderWarning } from '@stagely/core'
 * @import { ParsedInstanceSpec } from '@stagely/core/plugin'
 * @import { Machine } from './machine.js'
 */

const STATES = /** @type {const} */ ({
  starting: 'pending',
  active: 'running',
  stopped: 'stopped',
});

/**
 * @param {Machine} machine
 * @returns {InstanceStatus}
 */
export function toStatus({ id, status, address, createdAt, labels }) {
  const state = STATES[status];
  const expiresAt = readOwnershipTags(labels)?.expiresAt;
  return {
    instanceId: id,
    state,
    ready: state === 'running' && typeof address === 'string',
    launchedAt: new Date(createdAt),
    ...(typeof address === 'string' ? { publicIp: address } : {}),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/**
 * @param {Machine} machine
 * @returns {ListedInstance | undefined} `undefined` for a machine that is not Stagely's
 */
export function toListedInstance(machine) {
  const owned = readOwnershipTags(machine.labels);
  if (owned === undefined) return undefined;
  const { tags, idempotencyKeyHash } = owned;
  return {
    ...toStatus(machine),
    region: machine.region,
    instanceType: machine.plan,
    tags,
    ...(idempotencyKeyHash === undefined ? {} : { idempotencyKeyHash }),
  };
}

/**
 * @param {Machine} machine one that has an address
 * @param {ParsedInstanceSpec<object>} spec
 * @param {boolean} reused
 * @returns {CreatedInstance}
 */
export function toCreatedInstance(machine, spec, reused) {
  const expiresAt = readOwnershipTags(machine.labels)?.expiresAt;
  /** @type {ProviderWarning[]} */
  const warnings = spec.spotInstance
    ? [{ code: 'no_spot', message: 'Acme Fast has no spot machines; it is an on-demand one.' }]
    : [];
  return {
    instanceId: machine.id,
    publicIp: machine.address ?? '',
    region: machine.region,
    instanceType: machine.plan,
    architecture: 'amd64',
    spotInstance: false,
    idempotencyKey: spec.idempotencyKey,
    reused,
    warnings,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/**
 * Whether a machine of Stagely's is of no more use to anybody: it is stopped, or its lease is over.
 *
 * @param {Machine} machine
 * @param {number} now
 */
export function isReplaceable({ labels, status }, now) {
  const owned = readOwnershipTags(labels);
  if (owned === undefined) return false;
  const { expiresAt } = owned;
  return status === 'stopped' || (expiresAt !== undefined && expiresAt.getTime() <= now);
}
