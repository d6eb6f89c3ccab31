import type { CloudName } from '../clouds/tested-cloud.js';
import { type CallRequest, FAULT_MODES, type MatrixCase } from './matrix-case.js';
import { MATRIX_FAULTS } from './matrix-fault.js';
import { recordRequests, type Scenario, scenariosOf } from './scenarios.js';

/** A call of the matrix on a cloud with a certain lag, and the requests that it makes when nothing goes wrong. */
interface RecordedCall {
  readonly scenario: Scenario;
  readonly lagMs: number;
  readonly requests: readonly CallRequest[];
}

/** A case and the recording it comes from. */
export interface GeneratedCase {
  readonly matrixCase: MatrixCase;
  readonly call: RecordedCall;
}

/**
 * Every request of every call, with every fault in every way. Of reads that a call repeats until something has come
 * about, the first two and the last stand for all, unless every one is wanted.
 */
export async function generateCases(
  cloud: CloudName,
  scenarios: readonly Scenario[] = scenariosOf(cloud),
  { everyRepetition = false }: { readonly everyRepetition?: boolean } = {},
): Promise<readonly GeneratedCase[]> {
  const cases: GeneratedCase[] = [];
  for (const scenario of scenarios) {
    for (const lagMs of scenario.lags) {
      const requests = await recordRequests(scenario, cloud, lagMs);
      const call = { scenario, lagMs, requests };
      for (const request of requests) {
        if (!everyRepetition && isRepetition(request, requests)) continue;
        for (const fault of MATRIX_FAULTS) {
          for (const mode of FAULT_MODES) {
            const matrixCase = { cloud, scenario: scenario.name, request, fault, mode, lagMs };
            cases.push({ matrixCase, call });
          }
        }
      }
    }
  }
  return cases;
}

function isRepetition({ operation, nth }: CallRequest, requests: readonly CallRequest[]): boolean {
  const count = requests.filter((request) => request.operation === operation).length;
  return nth > 2 && nth < count;
}
