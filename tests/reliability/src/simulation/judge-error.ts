import { inspect } from 'node:util';
import { StagelyError } from '@stagely/core';
import type { Evidence } from './judge-creation.js';
import { nameOf, type OperationRecord } from './operation-record.js';
import { USER_DATA_SECRET } from './spec-of.js';
import type { Violation } from './violation.js';

/** What is wrong with any error of any operation. */
export function judgeError(
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

/** Milliseconds: a call tries so long to change a machine that is in the middle of something else. */
const LOCKED_FOR = 60_000;

/** Whether the machine may have been locked, by its creation or by another call, for longer than the call tries. */
function mayBeLocked(record: OperationRecord, { history, lives }: Evidence): boolean {
  const { target, startedAt } = record;
  if (target === undefined) return false;
  const isYoung = (lives.find(target)?.madeAt ?? 0) > startedAt - LOCKED_FOR;
  return isYoung || history.operations.some((other) => other !== record && other.target === target);
}
