import { type CreatedInstance, type ListedInstance, reapInstances } from '@stagely/core';
import type { OperationRecord } from './operation-record.js';
import type { SimulatedClient } from './simulated-client.js';
import { specOf } from './spec-of.js';

/** Has a client carry out an operation of the program. */
export async function startOperation(
  { provider, clock }: SimulatedClient,
  record: OperationRecord,
  signal: AbortSignal,
): Promise<unknown> {
  const { action, target = '' } = record;
  const { startedAt } = record;
  switch (action.type) {
    case 'create': {
      const created: CreatedInstance = await provider.createInstance(specOf(action, startedAt), {
        signal,
      });
      record.created = created;
      return created;
    }
    case 'status':
      record.status = await provider.getInstanceStatus(target, { signal });
      return record.status;
    case 'terminate':
      return provider.terminateInstance(target, { signal });
    case 'setExpiry': {
      const { leaseMs } = action;
      const expiresAt = leaseMs === undefined ? undefined : new Date(startedAt + leaseMs);
      return provider.setExpiry(target, expiresAt, { signal });
    }
    case 'reap': {
      const { olderThanMs } = action;
      record.reaped = await reapInstances(provider, { olderThanMs, clock, signal });
      return record.reaped;
    }
    case 'list': {
      const listed: ListedInstance[] = [];
      for await (const instance of provider.listInstances({}, { signal })) listed.push(instance);
      record.listed = listed;
      return listed;
    }
  }
}
