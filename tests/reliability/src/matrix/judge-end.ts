import { reapInstances } from '@stagely/core';
import type { Finding } from '../report/finding.js';
import type { Stage } from './stage.js';

/** Leases are over by then, and so is whatever a sweep leaves for a day. */
const LATER = 100_000_000;

const REAPING = 600_000;

/** What is left of a case after one reaping, when every lease is over. */
export async function judgeEnd(
  stage: Stage,
  foreign: readonly string[],
): Promise<readonly Finding[]> {
  const orphan = (message: string): Finding => ({ kind: 'orphan', message });
  const { clock, cloud } = stage;
  cloud.faults.clear();
  const unknown = stage.live().filter(({ id, known }) => !known && !foreign.includes(id));
  await clock.advance(LATER);
  const reaping = await stage.settle(() => reapInstances(stage.open(), { clock }), REAPING);
  const findings = unknown.map(({ id }) => orphan(`${id} carries no mark of ours`));
  if (reaping.kind === 'late') findings.push(orphan('the reaper does not come to its end'));
  if (reaping.kind === 'error') findings.push(orphan(`the reaper fails: ${reaping.error}`));
  if (reaping.kind === 'value') {
    const { failed, sweepError } = reaping.value;
    for (const { error } of failed) findings.push(orphan(`the reaper could not: ${error}`));
    if (sweepError !== undefined) findings.push(orphan(`the sweep fails: ${sweepError}`));
  }
  for (const { id } of stage.live()) {
    if (!foreign.includes(id)) findings.push(orphan(`${id} lives on after the reaper`));
  }
  for (const left of cloud.leftovers()) findings.push(orphan(`${left} is left after the sweep`));
  return findings;
}
