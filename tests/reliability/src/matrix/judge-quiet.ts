import type { Finding } from '../report/finding.js';
import type { MatrixCase } from './matrix-case.js';
import type { Settlement, Stage } from './stage.js';

/** What is wrong with the time that a call took, and with what it has left running. */
export async function judgeQuiet(
  what: string,
  settlement: Settlement<unknown>,
  { stage, fault }: { readonly stage: Stage; readonly fault: MatrixCase['fault'] },
): Promise<readonly Finding[]> {
  const late = (message: string): Finding => ({ kind: 'late', message });
  if (settlement.kind === 'late') {
    return [late(`${what} is not settled after ${settlement.tookMs / 1_000} s`)];
  }
  await stage.clock.advance(0);
  const { underWay } = stage.waits;
  if (underWay > 0) return [late(`${what} has left ${underWay} waits and requests under way`)];
  // The cloud itself waits before it carries a delayed request out.
  const ownWaits = fault.name.startsWith('delay') ? 0 : stage.clock.sleeping;
  return ownWaits === 0 ? [] : [late(`${what} has left ${ownWaits} sleeps behind`)];
}
