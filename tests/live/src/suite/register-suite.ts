import { afterAll, describe, test } from 'vitest';
import type { LiveCase } from '../cases/live-case.js';
import type { CloudDescription } from '../clouds/cloud-description.js';
import { TestRun } from '../run/test-run.js';
import type { FoundTarget, LiveTarget } from '../target/live-target.js';

/** A case waits for machines: minutes on a real cloud, more when it is slow. */
const CASE_TIMEOUT = 1_800_000;

/** Registers every case for a cloud; without an account each is skipped, and says what is missing. */
export function registerSuite(
  description: CloudDescription,
  { target, missing }: FoundTarget,
  { runId, cases }: { readonly runId: string; readonly cases: readonly LiveCase[] },
): void {
  describe(description.type, () => {
    if (target !== undefined) return registerCases(target, runId, cases);
    for (const { name } of cases) test(name, ({ skip }) => skip(missing));
  });
}

function registerCases(target: LiveTarget, runId: string, cases: readonly LiveCase[]): void {
  for (const [index, liveCase] of cases.entries()) {
    test(
      liveCase.name,
      async ({ skip, onTestFinished }) => {
        const reason = liveCase.notFor?.(target.description);
        if (reason !== undefined) skip(`not for ${target.plugin.name}: ${reason}`);
        const run = await TestRun.open(target, runId, `${index + 1}`);
        // Ended at once, because a machine is paid for as long as it lives; seen to the end after all cases.
        onTestFinished(() => run.endMachines(0), CASE_TIMEOUT);
        await liveCase.run(run);
      },
      CASE_TIMEOUT,
    );
  }
  afterAll(async () => {
    const run = await TestRun.open(target, runId);
    await run.endMachines(target.pace.settleMs);
  }, CASE_TIMEOUT);
}
