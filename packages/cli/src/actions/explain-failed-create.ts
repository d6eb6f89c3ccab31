import { InvalidInputError, ProviderError, StagelyError } from '@stagely/core';
import { ExplainedError } from '../failure/explained-error.js';
import { nextStep } from '../failure/next-step.js';
import { formatCommand } from '../provider/command-line.js';
import type { ProviderSelection } from '../provider/provider-selection.js';

/** Adds to the error of a creation what became of the instance, and what to do about that. */
export function explainFailedCreate(
  error: unknown,
  idempotencyKey: string,
  selection: ProviderSelection,
): unknown {
  // An input that was refused, and an interruption that left nothing, say all there is to say.
  if (error instanceof InvalidInputError) return error;
  const { outcome, instanceId } = fateOf(error);
  if (outcome === 'no-instance') {
    const step = error instanceof StagelyError ? nextStep(error, selection) : undefined;
    return new ExplainedError(error, ['No instance is left behind.', step ?? ''].join(' ').trim());
  }
  if (outcome === 'instance-exists' && instanceId !== undefined) {
    return new ExplainedError(
      error,
      `The instance ${instanceId} exists. End it: ${formatCommand(selection, 'terminate', instanceId)}`,
    );
  }
  return new ExplainedError(
    error,
    `Whether an instance exists is not known. See: ${formatCommand(selection, 'list', '--key', idempotencyKey)} (the same command with --idempotency-key ${idempotencyKey} finds it, or makes it).`,
    { idempotencyKey, outcome: 'unknown' },
  );
}

function fateOf(error: unknown): Pick<ProviderError, 'outcome' | 'instanceId'> {
  return error instanceof ProviderError ? error : {};
}
