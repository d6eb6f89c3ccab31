import type { CloudName } from '../clouds/tested-cloud.js';
import { judgeSecrets } from '../matrix/judge-secrets.js';
import type { MatrixCase } from '../matrix/matrix-case.js';
import { easeFault, putFault } from '../matrix/put-fault.js';
import type { Scenario } from '../matrix/scenarios.js';
import { type Settlement, Stage } from '../matrix/stage.js';
import { tellSettlement } from '../matrix/tell-settlement.js';
import type { Verdict } from '../matrix/verdict.js';
import type { Finding } from '../report/finding.js';
import { openPlainAws } from './plain-aws.js';
import { type CreateMachine, type OpenPlainClient, pause } from './plain-client.js';
import { openPlainDigitalOcean } from './plain-digitalocean.js';
import { openPlainHetzner } from './plain-hetzner.js';
import { withVirtualTimers } from './virtual-timers.js';

const OPEN: Readonly<Record<CloudName, OpenPlainClient>> = {
  aws: openPlainAws,
  digitalocean: openPlainDigitalOcean,
  hetzner: openPlainHetzner,
};

/** How long the user of a plain client waits for it, in milliseconds: longer than any creation of a provider takes. */
const PATIENCE = 900_000;

/** How often the user tries again after a failure. */
const MORE_TRIES = 4;

/** A machine made by a plain client of the cloud, and tried again by its user when that fails. */
export function plainScenarioOf(cloud: CloudName): Scenario {
  return {
    name: 'plain-create',
    // Most people's clients fail at reads that lag even when nothing else goes wrong.
    lags: [0],
    async rehearse(stage) {
      const create = OPEN[cloud](stage.cloud);
      await withVirtualTimers(stage.clock, () => stage.carryOut(create));
    },
    run: (matrixCase) => runPlainCase(matrixCase, OPEN[cloud]),
  };
}

async function runPlainCase(matrixCase: MatrixCase, open: OpenPlainClient): Promise<Verdict> {
  const stage = await Stage.start(matrixCase.cloud, matrixCase.lagMs);
  try {
    return await withVirtualTimers(stage.clock, async () => {
      const create = open(stage.cloud);
      const handle = putFault(matrixCase, stage);
      const first = await stage.settle(create, PATIENCE);
      easeFault(matrixCase, handle, stage);
      const last = first.kind === 'error' ? await tryAgain(create, stage) : first;
      await stage.clock.advance(PATIENCE);
      return {
        matrixCase,
        findings: judge(first, last, stage),
        story: [tellSettlement('first', first), tellSettlement('last', last)],
        requests: stage.cloud.requests.all(),
      };
    });
  } finally {
    await stage.cloud.close();
  }
}

async function tryAgain(create: CreateMachine, stage: Stage): Promise<Settlement<string>> {
  let last: Settlement<string> = { kind: 'late', tookMs: 0 };
  for (let attempt = 1; attempt <= MORE_TRIES; attempt++) {
    last = await stage.settle(async () => {
      await pause();
      return create();
    }, PATIENCE);
    if (last.kind !== 'error') return last;
  }
  return last;
}

/** A plain client says nothing of the machine when it fails, and nothing finds what it has left: that is an orphan. */
function judge(first: Settlement<string>, last: Settlement<string>, stage: Stage): Finding[] {
  const findings: Finding[] = [];
  const live = stage.live().map(({ id }) => id);
  const given = last.kind === 'value' ? last.value : undefined;
  if ([first, last].some(({ kind }) => kind === 'late')) {
    findings.push({ kind: 'late', message: 'the call never comes to an end' });
  }
  if (last.kind === 'error') {
    findings.push({ kind: 'wrongOutcome', message: `no try succeeds: ${last.error}` });
  }
  if (given !== undefined && !live.includes(given)) {
    findings.push({ kind: 'wrongOutcome', message: `${given} was given, and does not live` });
  }
  if (given !== undefined && live.length > 1) {
    findings.push({ kind: 'duplicate', message: `one request has made ${live.join(' and ')}` });
  }
  const unknown = live.filter((id) => id !== given);
  if (unknown.length > 0) {
    findings.push({ kind: 'orphan', message: `nobody knows of ${unknown.join(' and ')}` });
  }
  for (const settlement of [first, last]) {
    if (settlement.kind === 'error') {
      findings.push(...judgeSecrets('the error', settlement.error, stage));
    }
  }
  return findings;
}
