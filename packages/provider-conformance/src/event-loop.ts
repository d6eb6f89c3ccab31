import { setImmediate } from 'node:timers/promises';

/** Lets what can go on without time passing go on. */
export async function letEventLoopTurn(times: number): Promise<void> {
  for (let turn = 0; turn < times; turn++) await setImmediate();
}
