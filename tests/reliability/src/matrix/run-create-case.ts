import type { CreatedInstance } from '@stagely/core';
import { ProviderError } from '@stagely/core';
import type { Finding } from '../report/finding.js';
import { type CreateScenario, prepareCreation, specOf } from './create-scenario.js';
import { creationDeadline } from './creation-limits.js';
import {
  type CreationEvidence,
  judgeCreated,
  judgeOutcome,
  mustSucceed,
} from './judge-creation.js';
import { judgeEnd } from './judge-end.js';
import { judgeError } from './judge-error.js';
import { judgeQuiet } from './judge-quiet.js';
import { judgeSecrets } from './judge-secrets.js';
import type { CallRequest, MatrixCase } from './matrix-case.js';
import { easeFault, putFault } from './put-fault.js';
import { retryAfterFault } from './retry-after-fault.js';
import { type OpenProvider, type Settlement, Stage } from './stage.js';
import { tellSettlement } from './tell-settlement.js';
import type { Verdict } from './verdict.js';

/** A request that was delayed is carried out by then. */
const DELAYS = 60_000;

/** Creates a machine while one request goes wrong, and judges all that comes of it. */
export async function runCreateCase(
  matrixCase: MatrixCase,
  scenario: CreateScenario,
  requests: readonly CallRequest[],
  openProvider?: OpenProvider,
): Promise<Verdict> {
  const { cloud: name, lagMs, fault } = matrixCase;
  const stage = await Stage.start(name, lagMs, openProvider);
  try {
    const spec = specOf(scenario, stage.clock.now());
    await prepareCreation(scenario, spec, stage);
    const before = stage.live().map(({ id }) => id);
    const evidence: CreationEvidence = { matrixCase, scenario, requests, stage, before };
    const findings: Finding[] = [];
    stage.cloud.requests.clear();
    const provider = stage.open();
    const handle = putFault(matrixCase, stage);
    const deadline = creationDeadline(name, requests, lagMs);
    const first = await stage.settle(() => provider.createInstance(spec), deadline);
    const story = [tellSettlement('createInstance', first)];
    findings.push(...(await judgeQuiet('createInstance', first, { stage, fault })));
    if (first.kind === 'late') return verdictOf(evidence, findings, story);
    findings.push(...(await judgeFirst(first, evidence)));

    easeFault(matrixCase, handle, stage);
    const key = keyOf(first);
    const again = await retryAfterFault(
      matrixCase,
      stage,
      ({ idempotencyKey }) => provider.createInstance({ ...spec, idempotencyKey }),
      key,
    );
    story.push(tellSettlement('retry', again));
    await stage.clock.advance(DELAYS);
    findings.push(...judgeSecond(first, again, key, evidence));
    findings.push(...(await judgeQuiet('retry', again, { stage, fault })));
    findings.push(...judgeSecrets('the provider', provider, stage));
    findings.push(...judgeSecrets('the log', stage.lines, stage));
    findings.push(...(await judgeEnd(stage, [])));
    return verdictOf(evidence, findings, story);
  } finally {
    await stage.cloud.close();
  }
}

type Settled = Exclude<Settlement<CreatedInstance>, { kind: 'late' }>;

async function judgeFirst(first: Settled, evidence: CreationEvidence): Promise<Finding[]> {
  const { stage, matrixCase } = evidence;
  if (first.kind === 'value') {
    return [
      ...judgeCreated(first.value, undefined, evidence),
      ...judgeSecrets('the result', first.value, stage),
    ];
  }
  const { error } = first;
  const findings = [
    ...judgeError(matrixCase, error),
    ...judgeSecrets('the error', error, stage),
    ...judgeOutcome(error, evidence),
  ];
  if (mustSucceed(evidence)) {
    findings.push({ kind: 'wrongOutcome', message: `it had to succeed by itself: ${error}` });
  }
  if (error instanceof ProviderError && error.outcome === 'no-instance') {
    // Nothing may come later either.
    await stage.clock.advance(DELAYS);
    findings.push(...judgeOutcome(error, evidence));
  }
  return findings;
}

function judgeSecond(
  first: Settled,
  again: Settlement<CreatedInstance>,
  key: string | undefined,
  evidence: CreationEvidence,
): Finding[] {
  if (again.kind === 'late') return [];
  const { stage } = evidence;
  if (again.kind === 'error') {
    return [
      { kind: 'wrongOutcome', message: `retry() did not succeed: ${again.error}` },
      ...judgeSecrets('the error of retry()', again.error, stage),
    ];
  }
  const findings = [...judgeCreated(again.value, key, evidence)];
  const [given, now] = [first.kind === 'value' ? first.value.instanceId : undefined, again.value];
  if (given !== undefined && (given !== now.instanceId || !now.reused)) {
    const message = `the key was for ${given}, and gave ${now.instanceId}, reused: ${now.reused}`;
    findings.push({ kind: 'wrongOutcome', message });
  }
  return findings;
}

/** The key of all tries; one that was made for the caller is told in result and error. */
function keyOf(first: Settled): string | undefined {
  if (first.kind === 'value') return first.value.idempotencyKey;
  return first.error instanceof ProviderError ? first.error.idempotencyKey : undefined;
}

function verdictOf(
  { matrixCase, stage }: CreationEvidence,
  findings: readonly Finding[],
  story: readonly string[],
): Verdict {
  return { matrixCase, findings, story, requests: stage.cloud.requests.all() };
}
