import { type InstanceStatus, StagelyError } from '@stagely/core';
import { type Call, toInstanceStatus } from '@stagely/core/plugin';
import { parseServerId } from './parse-server-id.js';
import { type ReadInstancesOptions, readInstances } from './read-instances.js';

type Status = InstanceStatus | StagelyError;

/**
 * The status, or the error, of each id.
 *
 * @throws OperationAbortedError, and what the list is refused with
 */
export async function readStatuses(
  instanceIds: readonly string[],
  call: Call,
  options: ReadInstancesOptions,
): Promise<Map<string, Status>> {
  const statuses = new Map<string, Status>();
  const wanted: string[] = [];
  for (const instanceId of instanceIds) {
    const malformed = problemOf(instanceId, call);
    if (malformed === undefined) wanted.push(instanceId);
    else statuses.set(instanceId, malformed);
  }
  for (const [instanceId, read] of await readInstances(wanted, call, options)) {
    statuses.set(instanceId, read instanceof StagelyError ? read : toInstanceStatus(read));
  }
  return statuses;
}

function problemOf(instanceId: string, { operation }: Call): StagelyError | undefined {
  try {
    parseServerId(instanceId, { ...operation, instanceId });
    return undefined;
  } catch (error) {
    if (error instanceof StagelyError) return error;
    throw error;
  }
}
