import { type RetryAttempt, retry } from '@stagely/core';
import type { MatrixCase } from './matrix-case.js';
import { isTransient } from './matrix-fault.js';
import type { Settlement, Stage } from './stage.js';

const RETRIES = 3_600_000;

/** How often a person corrects what `retry()` gives up at, such as credentials. */
const CORRECTIONS = 2;

/**
 * Calls again as a user does: by `retry()`, and where what went wrong is nothing that goes away by itself, once more
 * when somebody has seen to it.
 */
export async function retryAfterFault<T>(
  { fault }: MatrixCase,
  stage: Stage,
  work: (attempt: RetryAttempt) => Promise<T>,
  idempotencyKey?: string,
): Promise<Settlement<T>> {
  const { clock } = stage;
  const policy = { clock, random: () => 0.5, idempotencyKey };
  const corrections = isTransient(fault) ? 0 : CORRECTIONS;
  let settlement = await stage.settle(() => retry(work, policy), RETRIES);
  for (let round = 0; round < corrections && settlement.kind === 'error'; round++) {
    settlement = await stage.settle(() => retry(work, policy), RETRIES);
  }
  return settlement;
}
