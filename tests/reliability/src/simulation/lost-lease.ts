import type { History } from './history.js';
import type { MachineLife } from './machine-lives.js';
import type { OperationRecord } from './operation-record.js';

/** Who has set a lease, and which. */
export interface LeaseSetting {
  readonly setter: OperationRecord;
  /** In milliseconds since the epoch; `undefined` for none. */
  readonly wanted: number | undefined;
  readonly lagMs: number;
  readonly history: History;
}

/**
 * Whether the lease that an operation has set was undone by the adoption of another process that had read the machine
 * before it was set: what can happen, and is documented, where labels can only be replaced all together. The setter must
 * have looked once more before, unless reads lag.
 */
export function wasOverwritten(
  life: MachineLife,
  { setter: { client, startedAt }, wanted, lagMs, history }: LeaseSetting,
): boolean {
  const [before, set, undone] = life.leases.slice(-3);
  if (before === undefined || set === undefined || undone === undefined) return false;
  if (set.by === 'cloud' || undone.by === 'cloud' || undone.by.client === client) return false;
  const wasSet = set.by.client === client && set.since >= startedAt && set.expiresAt === wanted;
  const othersReadAt = history.lastRead(undone.by.client, life, undone.since);
  const ownReadAt = history.lastRead(client, life, undone.since);
  return (
    wasSet &&
    undone.expiresAt === before.expiresAt &&
    othersReadAt !== undefined &&
    othersReadAt <= set.since &&
    (lagMs > 0 || (ownReadAt !== undefined && ownReadAt > set.since))
  );
}
