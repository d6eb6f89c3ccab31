import type { InstanceStatus, ListedInstance, ReapResult } from '@stagely/core';
import { type Evidence, judgeCreated } from './judge-creation.js';
import { wasOverwritten } from './lost-lease.js';
import { nameOf, type OperationRecord } from './operation-record.js';
import type { Violation } from './violation.js';

/** For how long a request of an earlier operation may still change something, in milliseconds. */
const ON_ITS_WAY = 50_000;

/** What is wrong with what an operation that has just succeeded says. */
export function judgeResult(record: OperationRecord, evidence: Evidence): Violation[] {
  const { action, created, status, listed, reaped } = record;
  switch (action.type) {
    case 'create':
      return created === undefined ? [] : judgeCreated(record, action, created, evidence);
    case 'status':
      return status === undefined ? [] : judgeStatus(record, status, evidence);
    case 'list':
      return listed === undefined ? [] : judgeList(record, listed, evidence);
    case 'reap':
      return reaped === undefined ? [] : judgeReaped(record, reaped, evidence);
    case 'terminate':
      return judgeTerminated(record, evidence);
    case 'setExpiry':
      return judgeLease(record, action.leaseMs, evidence);
  }
}

function judgeStatus(
  record: OperationRecord,
  { instanceId, state }: InstanceStatus,
  { lives, lagMs }: Evidence,
): Violation[] {
  const life = lives.find(instanceId);
  if (life === undefined || instanceId !== record.target) {
    return [wrong(record, `tells of ${instanceId}`)];
  }
  const since = record.startedAt - lagMs;
  const isTrue = {
    pending: lives.mayShowSince(life, since),
    running: lives.mayShowSince(life, since) && (life.stoppedAt ?? since) >= since,
    stopped: lives.mayShowSince(life, since) && life.stoppedAt !== undefined,
    // EC2 and DigitalOcean end a machine that is no more than stopping at the moment.
    terminated: life.ended !== undefined,
  }[state];
  return isTrue ? [] : [wrong(record, `says that ${instanceId} is ${state}`)];
}

/** A machine that is said to be ended has ended. */
function judgeTerminated(record: OperationRecord, { lives }: Evidence): Violation[] {
  const life = lives.find(record.target ?? '');
  const isTrue = life?.ended !== undefined;
  return isTrue ? [] : [wrong(record, `has ended ${record.target}, which lives`)];
}

/** The lease is what was asked for, unless somebody else has set it as well. */
function judgeLease(
  record: OperationRecord,
  leaseMs: number | undefined,
  { history, lives, lagMs }: Evidence,
): Violation[] {
  const { target, startedAt } = record;
  const life = lives.find(target ?? '');
  const others = history.operations.some(
    (other) =>
      other !== record &&
      other.action.type === 'setExpiry' &&
      other.target === target &&
      (other.settlement?.at ?? startedAt) >= startedAt - ON_ITS_WAY,
  );
  if (life === undefined || life.ended !== undefined || others) return [];
  const wanted = leaseMs === undefined ? undefined : startedAt + leaseMs;
  const lease = life.leases.at(-1)?.expiresAt;
  const isLost =
    lives.replacesLabels && wasOverwritten(life, { setter: record, wanted, lagMs, history });
  if (lease === wanted || isLost) return [];
  return [wrong(record, `set ${target} to ${wanted}, and it is ${lease}`)];
}

/** A list has every machine that lives, unless it is too young to be shown, and none that had ended before. */
function judgeList(
  record: OperationRecord,
  listed: readonly ListedInstance[],
  { lives, lagMs }: Evidence,
): Violation[] {
  const since = record.startedAt - lagMs;
  const ids = new Set(listed.map(({ instanceId }) => instanceId));
  const missing = lives.living().filter(({ id, madeAt }) => madeAt < since && !ids.has(id));
  const wrongly = [...ids].filter((id) => {
    const life = lives.find(id);
    return life === undefined || !lives.mayShowSince(life, since);
  });
  return [
    ...missing.map(({ id }) => wrong(record, `lacks ${id}`)),
    ...wrongly.map((id) => wrong(record, `has ${id}, which is not there`)),
  ];
}

/** What is said to be reaped has ended. */
function judgeReaped(
  record: OperationRecord,
  { reaped }: ReapResult,
  { lives }: Evidence,
): Violation[] {
  return reaped
    .filter(({ instanceId }) => lives.find(instanceId)?.ended === undefined)
    .map(({ instanceId }) => wrong(record, `has reaped ${instanceId}, which lives`));
}

function wrong(record: OperationRecord, message: string): Violation {
  return { kind: 'wrongOutcome', message: `${nameOf(record)} ${message}` };
}
