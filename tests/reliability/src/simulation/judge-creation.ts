import {
  type CreatedInstance,
  hashIdempotencyKey,
  ProviderError,
  StagelyError,
} from '@stagely/core';
import { explainEnd } from './explain-end.js';
import type { History } from './history.js';
import { type MachineLife, type MachineLives, wasUnusable } from './machine-lives.js';
import { nameOf, type OperationRecord } from './operation-record.js';
import type { Operation } from './program.js';
import { keyText, specTag } from './spec-of.js';
import type { Violation } from './violation.js';

/** What a judgement rests on. */
export interface Evidence {
  readonly history: History;
  readonly lives: MachineLives;
  /** How far reads lag, in milliseconds. */
  readonly lagMs: number;
}

type Create = Extract<Operation, { type: 'create' }>;

/** What is wrong with the machine that a creation has given, just now. */
export function judgeCreated(
  record: OperationRecord,
  action: Create,
  created: CreatedInstance,
  { history, lives, lagMs }: Evidence,
): Violation[] {
  const wrong = (message: string): Violation => ({
    kind: 'wrongOutcome',
    message: `${nameOf(record)} gave ${created.instanceId}, ${message}`,
  });
  const life = lives.find(created.instanceId);
  if (life === undefined) return [wrong('which never was')];
  const violations: Violation[] = [];
  const keyHash = hashIdempotencyKey(created.idempotencyKey);
  if (action.key !== undefined && created.idempotencyKey !== keyText(action.key)) {
    violations.push(wrong('which has another key'));
  }
  if (life.keyHash !== keyHash) violations.push(wrong('which has another key by the books'));
  if (!life.tags.includes(specTag(action))) violations.push(wrong('which has another spec'));
  const startedAt = sharedStart(record, history);
  if (life.ended !== undefined) {
    const reason = explainEnd(life, history, lagMs);
    if (reason === undefined || reason === 'givenUp' || life.ended.at < startedAt) {
      violations.push(wrong('which has ended'));
    }
  }
  // Its lease may be renewed while the call looks.
  const wasRenewed = life.leases.some(
    ({ since, expiresAt = Number.POSITIVE_INFINITY }) => since >= startedAt && expiresAt > since,
  );
  if (!wasRenewed && wasUnusable(life, startedAt, startedAt)) {
    violations.push(wrong('which had stopped, or whose lease was over, before the call began'));
  }
  return violations;
}

/** What is wrong with the error that a creation was rejected with, just now. */
export function judgeFailure(
  record: OperationRecord,
  error: unknown,
  evidence: Evidence,
): Violation[] {
  const wrong = (message: string): Violation => ({
    kind: 'wrongOutcome',
    message: `${nameOf(record)} was rejected ${message}`,
  });
  if (!StagelyError.isInstance(error)) return [wrong('with what is no error of ours')];
  if (!(error instanceof ProviderError) || error.idempotencyKey === undefined) {
    return [wrong(`without a key: ${error.message}`)];
  }
  const { history, lives, lagMs } = evidence;
  switch (error.outcome) {
    case 'no-instance': {
      const left = ownMachines(record, error.idempotencyKey, evidence).map(({ id }) => id);
      return left.length === 0 ? [] : [wrong(`as leaving nothing, and left ${left.join(', ')}`)];
    }
    case 'instance-exists': {
      const life = lives.find(error.instanceId ?? '');
      if (life === undefined) return [wrong(`naming ${error.instanceId}, which never was`)];
      const isTrue = lives.mayShowSince(life, sharedStart(record, history) - lagMs);
      return isTrue ? [] : [wrong(`naming ${life.id}, which had ended long before`)];
    }
    case 'unknown':
      return history.wasDisturbed(record)
        ? []
        : [wrong(`as unknown although nothing went wrong: ${error.message}`)];
    default:
      return [wrong(`without an outcome: ${error.message}`)];
  }
}

/** The machines that live and that only this creation can have made: nobody else was told of them. */
function ownMachines(
  record: OperationRecord,
  idempotencyKey: string,
  { history, lives }: Evidence,
): MachineLife[] {
  const keyHash = hashIdempotencyKey(idempotencyKey);
  const others = history.operations.some(
    (other) =>
      other !== record &&
      other.client === record.client &&
      other.action.type === 'create' &&
      other.settlement === undefined,
  );
  if (others) return [];
  return lives
    .living()
    .filter((life) => life.keyHash === keyHash && life.madeAt >= record.startedAt)
    .filter(({ maker }) => maker !== 'cloud' && maker.client === record.client)
    .filter((life) => !history.isKnown(life));
}

/** When the work began that the call may have joined: calls of one client with one key share it. */
function sharedStart(record: OperationRecord, { operations }: History): number {
  let start = record.startedAt;
  for (const other of [...operations].reverse()) {
    const sharesWork =
      other.client === record.client &&
      other.action.type === 'create' &&
      record.action.type === 'create' &&
      other.action.key === record.action.key;
    if (sharesWork && (other.settlement?.at ?? Number.POSITIVE_INFINITY) >= start) {
      start = Math.min(start, other.startedAt);
    }
  }
  return start;
}
