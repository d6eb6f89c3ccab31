import { randomUUID } from 'node:crypto';
import process from 'node:process';

/** On every machine that a test run makes, whichever run it is. */
export const TEST_TAGS = { stagely_test: 'true' };

/** On every machine that the conformance kit makes. */
export const CONFORMANCE_TAGS = { conformance: 'true' };

/** The variable by which the processes of one run know each other. */
export const RUN_VARIABLE = 'STAGELY_LIVE_RUN';

/** @returns the id of this process's run */
export function currentRunId(env = process.env) {
  return env[RUN_VARIABLE] || randomUUID();
}

/**
 * On every machine of one run.
 *
 * @param {string} runId
 */
export function tagsOfRun(runId) {
  return { ...TEST_TAGS, run: runId };
}
