import type { InstanceStatus } from '../contract/instance-status.js';
import type { ListedInstance } from '../contract/listed-instance.js';
import type { ManagedInstance } from './managed-instance.js';

/** What `getInstanceStatus` shows of a machine. */
export function toInstanceStatus(instance: ManagedInstance): InstanceStatus {
  const { instanceId, state, publicIp, privateIp, launchedAt, ready, reason, expiresAt } = instance;
  return {
    instanceId,
    state,
    ready,
    ...(publicIp === undefined ? {} : { publicIp }),
    ...(privateIp === undefined ? {} : { privateIp }),
    ...(launchedAt === undefined ? {} : { launchedAt }),
    ...(reason === undefined ? {} : { reason }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/** What `listInstances` shows of a machine. */
export function toListedInstance(instance: ManagedInstance): ListedInstance {
  const { region, instanceType, tags, idempotencyKeyHash } = instance;
  return {
    ...toInstanceStatus(instance),
    region,
    instanceType,
    tags,
    ...(idempotencyKeyHash === undefined ? {} : { idempotencyKeyHash }),
  };
}
