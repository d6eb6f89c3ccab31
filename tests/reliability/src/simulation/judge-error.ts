import { inspect } from 'node:util';
import { InstanceNotFoundError, StagelyError } from '@stagely/core';
import { type Evidence, judgeFailure } from './judge-creation.js';
import { nameOf, type OperationRecord } from './operation-record.js';
import { USER_DATA_SECRET } from './spec-of.js';
import type { Violation } from './violation.js';

/** What is wrong with the error that an operation was rejected with, just now. */
export function judgeRejection(
  record: OperationRecord,
  error: unknown,
  evidence: Evidence,
  secrets: readonly string[],
): Violation[] {
  const failures = record.action.type === 'create' ? judgeFailure(record, error, evidence) : [];
  return [
    ...failures,
    ...judgeMissing(record, error, evidence),
    ...judgeError(record, error, evidence, secrets),
  ];
}

/** Whether it is true that there is no such machine: one that was just made may not be shown yet. */
function judgeMissing(
  record: OperationRecord,
  error: unknown,
  { lives, lagMs }: Evidence,
): Violation[] {
  if (!(error instanceof InstanceNotFoundError)) return [];
  const life = lives.find(record.target ?? '');
  const isTrue =
    life === undefined || life.ended !== undefined || life.madeAt >= record.startedAt - lagMs;
  if (isTrue) return [];
  const message = `${nameOf(record)} says that there is no ${life.id}, which lives`;
  return [{ kind: 'wrongOutcome', message }];
}

function judgeError(
  record: OperationRecord,
  error: unknown,
  evidence: Evidence,
  secrets: readonly string[],
): Violation[] {
  const violations: Violation[] = [];
  if (!StagelyError.isInstance(error)) {
    const message = `${nameOf(record)} was rejected with what is no error of ours: ${inspect(error)}`;
    return [{ kind: 'wrongOutcome', message }];
  }
  if (error.code === 'aborted' && record.abortedAt === undefined) {
    const message = `${nameOf(record)} was aborted by nobody`;
    violations.push({ kind: 'wrongOutcome', message });
  }
  if (
    error.code === 'network_failure' &&
    !evidence.history.wasDisturbed(record) &&
    !mayBeLocked(record, evidence)
  ) {
    const message = `${nameOf(record)} failed although nothing went wrong: ${error.message}`;
    violations.push({ kind: 'wrongOutcome', message });
  }
  const shown = [inspect(error, { depth: null, showHidden: true }), JSON.stringify(error)].join(
    '\n',
  );
  for (const secret of [...secrets, USER_DATA_SECRET]) {
    for (const form of [
      secret,
      Buffer.from(secret).toString('base64'),
      encodeURIComponent(secret),
    ]) {
      if (!shown.includes(form)) continue;
      violations.push({ kind: 'leakedSecret', message: `${nameOf(record)}: ${error.message}` });
    }
  }
  return violations;
}

/** Milliseconds: for so long a call tries to change a machine that is in the middle of something else. */
const LOCKED_FOR = 120_000;

/** Whether another operation on the machine may have kept it locked for longer than the call tries. */
function mayBeLocked(
  { number, target, startedAt, settlement }: OperationRecord,
  { history }: Evidence,
): boolean {
  if (target === undefined) return false;
  return history.operations.some(
    (other) =>
      other.number !== number &&
      other.target === target &&
      other.startedAt <= (settlement?.at ?? startedAt) &&
      (other.settlement?.at ?? startedAt) >= startedAt - LOCKED_FOR,
  );
}
