import { inspect } from 'node:util';
import type { Settlement } from './stage.js';

/** One line of how a call ended. */
export function tellSettlement(what: string, settlement: Settlement<unknown>): string {
  const after = `${what}, after ${settlement.tookMs / 1_000} s:`;
  if (settlement.kind === 'late') return `${after} nothing`;
  if (settlement.kind === 'value') return `${after} ${inspect(settlement.value)}`;
  return `${after} ${inspect(settlement.error)}`;
}
