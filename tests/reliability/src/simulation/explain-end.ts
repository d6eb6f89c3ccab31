import { hashIdempotencyKey } from '@stagely/core';
import type { History } from './history.js';
import { type MachineLife, wasExpired, wasUnusable } from './machine-lives.js';
import type { OperationRecord } from './operation-record.js';
import { keyText } from './spec-of.js';

/** Why a machine was ended. `givenUp` is right only for one that nobody has. */
export type EndReason = 'cloud' | 'terminated' | 'reaped' | 'replaced' | 'givenUp';

/** For how long a request of an operation that has settled may still be on its way, in milliseconds. */
const ON_ITS_WAY = 45_000;

/** Which operation of the actor ended the machine, and whether it had the right to. */
export function explainEnd(
  life: MachineLife,
  history: History,
  lagMs: number,
): EndReason | undefined {
  const { ended } = life;
  if (ended === undefined) return undefined;
  const { at, by } = ended;
  if (by === 'cloud') return 'cloud';
  const reasons = history
    .underWay(by.client, at, ON_ITS_WAY)
    .map((operation) => reasonOf(operation, life, at, lagMs));
  return (
    reasons.find((reason) => reason !== undefined && reason !== 'givenUp') ?? reasons.find(Boolean)
  );
}

function reasonOf(
  { action, target, startedAt }: OperationRecord,
  life: MachineLife,
  at: number,
  lagMs: number,
): EndReason | undefined {
  switch (action.type) {
    case 'terminate':
      return target === life.id ? 'terminated' : undefined;
    case 'reap':
      if (action.olderThanMs !== undefined) {
        return at - life.madeAt >= action.olderThanMs ? 'reaped' : undefined;
      }
      return wasExpired(life, startedAt - lagMs, at) ? 'reaped' : undefined;
    case 'create': {
      const { key } = action;
      if (key === undefined) return 'givenUp';
      if (life.keyHash !== hashIdempotencyKey(keyText(key))) return undefined;
      return wasUnusable(life, startedAt - lagMs, at) ? 'replaced' : 'givenUp';
    }
    default:
      return undefined;
  }
}
