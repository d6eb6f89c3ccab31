import { type CreateOutcome, retry } from '@stagely/core';
import { abortedError, systemClock, withDeadline } from '@stagely/core/plugin';
import { ExplainedError } from '../failure/explained-error.js';
import { messageOf } from '../failure/message-of.js';
import type { Invocation } from '../invocation/invocation.js';
import { formatCommand } from '../provider/command-line.js';
import type { Creation } from './complete-creation.js';

const CLEANUP_MS = 60_000;

/** Ends an instance whose creation was interrupted, unless it was there before; the result says what became of it. */
export async function endInterruptedCreation(
  invocation: Invocation,
  creation: Creation,
): Promise<ExplainedError> {
  const { instanceId, idempotencyKey } = creation.created;
  const { selection, signal } = invocation;
  const explain = (outcome: CreateOutcome, hint: string) => {
    const operation = { provider: creation.provider.name, operation: 'createInstance' };
    const error = abortedError({ ...operation, instanceId, idempotencyKey, outcome }, signal);
    return new ExplainedError(error, hint);
  };
  const command = formatCommand(selection, 'terminate', instanceId);
  if (!creation.owned) {
    return explain(
      'instance-exists',
      `The instance ${instanceId} was there before and was left alone. End it: ${command}`,
    );
  }
  creation.progress.update(`ending ${instanceId}`);
  try {
    await endWithinDeadline(invocation, creation);
    return explain('no-instance', `The instance ${instanceId} was ended.`);
  } catch (error) {
    return explain(
      'instance-exists',
      `The instance ${instanceId} could not be ended: ${messageOf(error)} It costs money until you run: ${command}`,
    );
  }
}

/** Has a deadline of its own: the signal of the command is aborted already. */
async function endWithinDeadline(
  { host }: Invocation,
  { provider, created }: Creation,
): Promise<void> {
  const { clock = systemClock } = host;
  await withDeadline({ clock, timeoutMs: CLEANUP_MS }, ({ signal }) =>
    retry(() => provider.terminateInstance(created.instanceId, { signal }), {
      maxAttempts: 10,
      maxDelayMs: 5_000,
      signal,
      clock,
    }),
  );
}
