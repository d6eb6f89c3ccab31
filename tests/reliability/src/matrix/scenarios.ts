import type { CloudName } from '../clouds/tested-cloud.js';
import type { CallScenario } from './call-scenario.js';
import { CALL_SCENARIOS } from './call-scenarios.js';
import {
  CREATE_SCENARIOS,
  type CreateScenario,
  prepareCreation,
  specOf,
} from './create-scenario.js';
import type { CallRequest, MatrixCase } from './matrix-case.js';
import { runCallCase } from './run-call-case.js';
import { runCreateCase } from './run-create-case.js';
import { type OpenProvider, Stage } from './stage.js';
import { toCallRequests } from './to-call-requests.js';
import type { Verdict } from './verdict.js';

/** Where reads do not lag, and where they do as EC2's and DigitalOcean's may. In milliseconds. */
const LAGS = [0, 10_000];

/** A call that the matrix disturbs. */
export interface Scenario {
  readonly name: string;
  /** For how long reads lag, in milliseconds: one recording for each. */
  readonly lags: readonly number[];
  /** Makes the call undisturbed. */
  readonly rehearse: (stage: Stage) => Promise<void>;
  readonly run: (
    matrixCase: MatrixCase,
    requests: readonly CallRequest[],
    openProvider?: OpenProvider,
  ) => Promise<Verdict>;
}

export function scenariosOf(cloud: CloudName): readonly Scenario[] {
  const creations = CREATE_SCENARIOS.filter(({ clouds }) => clouds.includes(cloud));
  return [...creations.map(ofCreation), ...CALL_SCENARIOS.map(ofCall)];
}

/** The requests of a call when nothing goes wrong. */
export async function recordRequests(
  { rehearse }: Scenario,
  cloud: CloudName,
  lagMs: number,
): Promise<readonly CallRequest[]> {
  const stage = await Stage.start(cloud, lagMs);
  try {
    await rehearse(stage);
    return toCallRequests(stage.cloud.requests.all());
  } finally {
    await stage.cloud.close();
  }
}

function ofCreation(scenario: CreateScenario): Scenario {
  return {
    name: scenario.name,
    lags: LAGS,
    async rehearse(stage) {
      const spec = specOf(scenario, stage.clock.now());
      await prepareCreation(scenario, spec, stage);
      stage.cloud.requests.clear();
      await stage.carryOut(() => stage.open().createInstance(spec));
    },
    run: (matrixCase, requests, openProvider) =>
      runCreateCase(matrixCase, scenario, requests, openProvider),
  };
}

function ofCall(scenario: CallScenario<unknown>): Scenario {
  return {
    name: scenario.name,
    lags: LAGS,
    async rehearse(stage) {
      const { run } = await scenario.prepare(stage);
      stage.cloud.requests.clear();
      await stage.carryOut(() => run(stage.open()));
    },
    run: (matrixCase, requests, openProvider) =>
      runCallCase(matrixCase, scenario, requests, openProvider),
  };
}
