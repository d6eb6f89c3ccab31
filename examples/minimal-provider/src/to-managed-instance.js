import { readOwnershipTags } from '@stagely/core/plugin';

/**
 * @import { ManagedInstance } from '@stagely/core/plugin'
 * @import { Machine } from './machine.js'
 */

const STATES = /** @type {const} */ ({
  starting: 'pending',
  active: 'running',
  stopped: 'stopped',
});

/**
 * What Acme Fast says of a machine, in the words of the contract.
 *
 * @param {Machine} machine
 * @returns {ManagedInstance}
 */
export function toManagedInstance({ id, status, address, createdAt, labels, region, plan }) {
  const state = STATES[status];
  const publicIp = typeof address === 'string' ? { publicIp: address } : {};
  return {
    instanceId: id,
    state,
    ready: state === 'running' && typeof address === 'string',
    launchedAt: new Date(createdAt),
    region,
    instanceType: plan,
    architecture: 'amd64',
    spotInstance: false,
    ...publicIp,
    ...(readOwnershipTags(labels) ?? { tags: {} }),
  };
}
