import type { CloudName } from '../clouds/tested-cloud.js';
import { ECHOES } from './echo.js';
import { runSecretCase, type SecretCase } from './secret-case.js';
import { SECRET_OPERATIONS } from './secret-operations.js';
import { setOf, TYPICAL } from './secret-set.js';

/** How often an answer comes: once, a few times, or to the end of the call, which may then wait for long. */
const TIMES = [1, 3, 1, 3, 1, 3, Number.POSITIVE_INFINITY];

/**
 * Every operation, every request that it makes, and every answer to it: of these every n-th, so that each operation
 * meets many answers, and each answer many operations; n shares no divisor with the number of answers.
 */
export async function generateSecretCases(
  cloud: CloudName,
  stride: number,
): Promise<readonly SecretCase[]> {
  const cases: SecretCase[] = [];
  let turn = 0;
  for (const operation of SECRET_OPERATIONS.filter(({ clouds }) => clouds.includes(cloud))) {
    const { requests, leaks } = await runSecretCase({ cloud, operation, set: TYPICAL });
    if (leaks.length > 0) throw new Error(`Nothing goes wrong, and ${leaks.join(', ')}.`);
    for (const position of firstAndLastOfEach(requests)) {
      for (const echo of ECHOES) {
        turn++;
        if (turn % stride !== 0) continue;
        const count = cases.length;
        const set = setOf(count);
        const times = TIMES[count % TIMES.length] ?? 1;
        cases.push({ cloud, operation, set, strike: { echo, position, times, turn } });
      }
    }
  }
  return cases;
}

/** The places, from 1, of requests that are repeated until something has come about: two of them stand for all. */
function firstAndLastOfEach(requests: readonly string[]): number[] {
  return requests.flatMap((request, index) => {
    const isOneOfTwo =
      requests.indexOf(request) === index || requests.lastIndexOf(request) === index;
    return isOneOfTwo ? [index + 1] : [];
  });
}

export function describeCase({ cloud, operation, set, strike }: SecretCase): string {
  const answer =
    strike === undefined ? 'no strike' : `${strike.position}/${strike.echo.name}/${strike.turn}`;
  return `${cloud}/${operation.name}/${answer}/${set.name}`;
}
