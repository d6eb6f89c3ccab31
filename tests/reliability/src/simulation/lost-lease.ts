import type { History } from './history.js';
import type { MachineLife } from './machine-lives.js';
import type { OperationRecord } from './operation-record.js';

/**
 * Whether the lease that an operation has set was undone by the adoption of another process that had read the machine
 * before it was set: what can happen, and is documented, where labels can only be replaced all together.
 */
export function wasOverwritten(
  life: MachineLife,
  { client, startedAt }: OperationRecord,
  history: History,
): boolean {
  const [set, undone] = life.leases.slice(-2);
  if (set === undefined || undone === undefined || undone.by === 'cloud') return false;
  const wasSet = set.by !== 'cloud' && set.by.client === client && set.since >= startedAt;
  const readAt = history.lastRead(undone.by.client, life, undone.since);
  return wasSet && undone.by.client !== client && readAt !== undefined && readAt <= set.since;
}
