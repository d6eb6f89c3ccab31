import { type CreatedInstance, ProviderError } from '@stagely/core';
import type { Finding } from '../report/finding.js';
import type { CreateScenario } from './create-scenario.js';
import { isCreateRequest, lastCreateRequest } from './creation-limits.js';
import type { CallRequest, MatrixCase } from './matrix-case.js';
import { isTransient } from './matrix-fault.js';
import type { Stage } from './stage.js';

/** What a judgement of a creation rests on. */
export interface CreationEvidence {
  readonly matrixCase: MatrixCase;
  readonly scenario: CreateScenario;
  /** The requests of the same call when nothing goes wrong. */
  readonly requests: readonly CallRequest[];
  readonly stage: Stage;
  /** The machines that lived before the call. */
  readonly before: readonly string[];
}

const wrong = (message: string): Finding => ({ kind: 'wrongOutcome', message });

/** What is wrong with the machine that a creation has given. */
export function judgeCreated(
  { instanceId, publicIp, idempotencyKey }: CreatedInstance,
  key: string | undefined,
  { stage, before }: Pick<CreationEvidence, 'stage' | 'before'>,
): readonly Finding[] {
  const live = stage.live().map(({ id }) => id);
  return [
    ...(live.includes(instanceId) ? [] : [wrong(`${instanceId} was given, and does not live`)]),
    ...(live.length > 1
      ? [{ kind: 'duplicate', message: `one request has made ${live.join(' and ')}` } as const]
      : []),
    ...(before.length === 0 || before.includes(instanceId)
      ? []
      : [wrong(`${instanceId} was made although ${before.join()} has the key`)]),
    ...(publicIp === '' ? [wrong('there is no address')] : []),
    ...(key === undefined || key === idempotencyKey
      ? []
      : [wrong(`the key ${key} has become ${idempotencyKey}`)]),
  ];
}

/** Whether what an error says of the machine is true. */
export function judgeOutcome(error: unknown, evidence: CreationEvidence): readonly Finding[] {
  const { stage, before, matrixCase } = evidence;
  if (!(error instanceof ProviderError)) return [];
  const { outcome, instanceId, idempotencyKey } = error;
  const findings: Finding[] = [];
  if (idempotencyKey === undefined) findings.push(wrong('the error does not tell the key'));
  const live = stage.live().map(({ id }) => id);
  const ended = before.filter((id) => !live.includes(id));
  if (ended.length > 0) {
    const message = `${ended.join()} was ended, which another call made`;
    findings.push({ kind: 'endedInUse', message });
  }
  const own = live.filter((id) => !before.includes(id));
  if (own.length > 1) {
    findings.push({ kind: 'duplicate', message: `one request has made ${own.join(' and ')}` });
  }
  switch (outcome) {
    case 'no-instance':
      if (own.length > 0 && !isLiedTo(matrixCase)) {
        findings.push(wrong(`the outcome is no-instance, but ${own.join()} lives`));
      }
      break;
    case 'instance-exists':
      if (!isOrMayBe(instanceId, evidence)) {
        findings.push(wrong(`the outcome is instance-exists, but ${instanceId} does not live`));
      }
      break;
    case 'unknown':
      if (!mayBeUnknown(evidence)) findings.push(wrong(`the outcome is unknown: ${error.message}`));
      break;
    default:
      findings.push(wrong(`there is no outcome: ${error.message}`));
  }
  return findings;
}

/** A cloud that for good says of everything that there is no such thing is believed. */
function isLiedTo({ fault, mode }: MatrixCase): boolean {
  return fault.group === 'missing' && mode === 'down';
}

/** Whether a machine lives; or was ended while the cloud would not show it, which leaves its fate open. */
function isOrMayBe(
  instanceId: string | undefined,
  { stage, matrixCase: { mode } }: CreationEvidence,
): boolean {
  const machine = stage.cloud.machines().find(({ id }) => id === instanceId);
  return machine !== undefined && (machine.live || mode !== 'once');
}

/**
 * Rule 5: only when the create request may still be carried out, because it was not answered in time, or when its answer
 * was lost and nobody can be asked what became of it. What comes before it may fail without ending the call, such as the
 * catalogue.
 */
function mayBeUnknown({ matrixCase, requests }: CreationEvidence): boolean {
  const { cloud, request, fault, mode } = matrixCase;
  const isLost = fault.group === 'silent' || fault.group === 'lost';
  if (mode === 'down') return isLost && request.position <= lastCreateRequest(cloud, requests);
  return isCreateRequest(cloud, request) && fault.group === 'silent';
}

/** Whether a creation must succeed by itself, without another try, although something went wrong. */
export function mustSucceed({ matrixCase, requests }: CreationEvidence): boolean {
  const { cloud, request, fault, mode, lagMs } = matrixCase;
  if (fault.group === 'slow') return mode !== 'down';
  if (mode !== 'once' || !isTransient(fault)) return false;
  const created = lastCreateRequest(cloud, requests);
  if (request.position !== created) return request.position > created;
  // What the create request has done is found. What it does 5 s after it was given up is found on EC2, when the same
  // request is repeated and reads are waited for; elsewhere it shows when the look-ups are over, and the next call finds it.
  const isShown = cloud === 'aws' && lagMs > 5_000;
  const isSeen = fault.hasEffect || (fault.name === 'delayTooLong' && isShown);
  return isSeen && fault.group !== 'throttled';
}
