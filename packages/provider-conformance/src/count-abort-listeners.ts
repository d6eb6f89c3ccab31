import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { letEventLoopTurn } from './event-loop.js';

const COLLECTIONS = 20;

/**
 * How many listeners there are for the abort of a signal. The ones that Node's own `fetch` leaves until its
 * request is collected are no leak: garbage is collected before they would count.
 */
export async function countAbortListeners(signal: AbortSignal): Promise<number> {
  for (let collection = 0; collection < COLLECTIONS; collection++) {
    if (getEventListeners(signal, 'abort').length === 0) return 0;
    collectGarbage();
    await letEventLoopTurn(2);
  }
  return getEventListeners(signal, 'abort').length;
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
