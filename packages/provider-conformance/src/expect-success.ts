import { printError } from './expect-rejection.js';
import { Finding } from './expect-that.js';
import { type Settled, settle } from './settle.js';

/** Goes on only when a call succeeds; `doing` says what the call was. */
export async function expectSuccess<T>(doing: string, call: () => T | Promise<T>): Promise<T> {
  return successOf(doing, await settle(call));
}

/** What a call that has ended resolved with. */
export function successOf<T>(doing: string, settled: Settled<T>): T {
  if (settled.resolved) return settled.value;
  throw new Finding(`${doing} failed with ${printError(settled.error)}`, { cause: settled.error });
}
