/** Where a process is struck: at one of its requests, before the cloud gets it or before its answer comes back. */
export interface CrashPoint {
  /** Which request, from 1. */
  readonly number: number;
  readonly moment: 'before' | 'after';
}

/** More requests than any call makes. */
const MAX_REQUESTS = 100;

/** At how many points calls are struck at the same time, each on a cloud of its own: they mostly wait. */
const AT_ONCE = 3;

/**
 * Strikes at one request after the other, until a call gets through to its end.
 *
 * @param strike tells at which operation it struck; `undefined` when the call made no request of that number
 * @returns the operations at which it struck
 */
export async function strikeEverywhere(
  moment: CrashPoint['moment'],
  strike: (point: CrashPoint) => Promise<string | undefined>,
): Promise<readonly string[]> {
  const struck: string[] = [];
  for (let first = 1; first <= MAX_REQUESTS; first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, index) => first + index);
    const operations = await Promise.all(numbers.map((number) => strike({ number, moment })));
    struck.push(...operations.flatMap((operation) => operation ?? []));
    if (operations.includes(undefined)) return struck;
  }
  throw new Error(`A call made more than ${MAX_REQUESTS} requests.`);
}
