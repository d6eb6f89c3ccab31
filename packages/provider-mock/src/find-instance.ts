import { InstanceNotFoundError } from '@stagely/core';
import { describeOperation, type Operation, parseInstanceId } from '@stagely/core/plugin';
import type { InstanceTable } from './instance-table.js';
import type { SimulatedInstance } from './simulated-instance.js';

const INSTANCE_ID_FORM = {
  pattern: /^mock-(?:\d{6}|[1-9]\d{6,})$/,
  example: 'mock-000001',
} as const;

/** An operation on one instance, for its errors. */
export interface InstanceOperation extends Operation {
  readonly instanceId: string;
}

/**
 * Checks an instance id.
 *
 * @throws InvalidInputError
 */
export function parseInstanceOperation(operation: string, instanceId: string): InstanceOperation {
  const named = { provider: 'mock', operation };
  return { ...named, instanceId: parseInstanceId(instanceId, INSTANCE_ID_FORM, named) };
}

/**
 * Finds an instance that the cloud shows.
 *
 * @throws InstanceNotFoundError
 */
export function findInstance(
  instances: InstanceTable,
  operation: InstanceOperation,
): SimulatedInstance {
  const instance = instances.find(operation.instanceId);
  if (instance !== undefined) return instance;
  throw new InstanceNotFoundError(
    `${describeOperation(operation)} failed: there is no such instance, or it ended more than an hour ago. Check the id.`,
    operation,
  );
}

/**
 * Finds an instance that has not ended.
 *
 * @throws InstanceNotFoundError
 */
export function findLiveInstance(
  instances: InstanceTable,
  operation: InstanceOperation,
): SimulatedInstance {
  const instance = findInstance(instances, operation);
  if (instance.endedAt === undefined) return instance;
  throw new InstanceNotFoundError(
    `${describeOperation(operation)} failed: the instance has ended. Create another one.`,
    operation,
  );
}
