import type { CloudName } from '../clouds/tested-cloud.js';
import type { Finding } from '../report/finding.js';
import type { CallScenario } from './call-scenario.js';
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

/** How long each provider tries to end a machine, in milliseconds. */
const TERMINATION_LIMITS: Readonly<Record<CloudName, number>> = {
  aws: 60_000,
  digitalocean: 120_000,
  hetzner: 60_000,
};

/** Makes a call on machines that are there while one request goes wrong, and judges all that comes of it. */
export async function runCallCase(
  matrixCase: MatrixCase,
  scenario: CallScenario<unknown>,
  requests: readonly CallRequest[],
  openProvider?: OpenProvider,
): Promise<Verdict> {
  const { cloud: name, lagMs, fault, mode } = matrixCase;
  const stage = await Stage.start(name, lagMs, openProvider);
  try {
    const call = await scenario.prepare(stage);
    const foreign = stage.live().filter(({ known }) => !known);
    const wrong = (message: string): Finding => ({ kind: 'wrongOutcome', message });
    const findings: Finding[] = [];
    stage.cloud.requests.clear();
    const provider = stage.open();
    const handle = putFault(matrixCase, stage);
    const { perRequestMs, moreMs, terminations } = scenario.deadline;
    const deadline =
      perRequestMs * requests.length + terminations * TERMINATION_LIMITS[name] + moreMs;
    const first = await stage.settle(() => call.run(provider), deadline);
    const story = [tellSettlement(scenario.name, first)];
    const judge = (settlement: Settlement<unknown>): readonly string[] =>
      settlement.kind === 'value' ? call.judgeResult(settlement.value) : call.judgeFailure();
    findings.push(...(await judgeQuiet(scenario.name, first, { stage, fault })));
    if (first.kind === 'error') {
      findings.push(...judgeError(matrixCase, first.error));
      findings.push(...judgeSecrets('the error', first.error, stage));
    }
    // A cloud that says that there is no such machine is believed.
    if (fault.group !== 'missing') findings.push(...judge(first).map(wrong));

    easeFault(matrixCase, handle, stage);
    const again = await retryAfterFault(matrixCase, stage, () => call.run(provider));
    story.push(tellSettlement('retry', again));
    if (again.kind === 'error') findings.push(wrong(`retry() did not succeed: ${again.error}`));
    if (fault.group !== 'missing' || mode !== 'always') findings.push(...judge(again).map(wrong));
    findings.push(...(await judgeQuiet('retry', again, { stage, fault })));
    const live = stage.live().map(({ id }) => id);
    for (const id of call.bystanders.filter((bystander) => !live.includes(bystander))) {
      findings.push({ kind: 'endedInUse', message: `${id} was ended` });
    }
    findings.push(...judgeSecrets('the provider', provider, stage));
    findings.push(...judgeSecrets('the log', stage.lines, stage));
    findings.push(
      ...(await judgeEnd(
        stage,
        foreign.map(({ id }) => id),
      )),
    );
    return { matrixCase, findings, story, requests: stage.cloud.requests.all() };
  } finally {
    await stage.cloud.close();
  }
}
