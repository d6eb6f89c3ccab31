import {
  type CloudProvider,
  type CreatedInstance,
  InstanceNotFoundError,
  type InstanceStatus,
  waitUntilReady,
} from '@stagely/core';
import { ExplainedError } from '../failure/explained-error.js';
import type { Invocation } from '../invocation/invocation.js';
import { formatCommand } from '../provider/command-line.js';
import type { ProgressRow } from '../terminal/progress-display.js';
import { endInterruptedCreation } from './end-interrupted-creation.js';

/** An instance that has just been created, or found by its key. */
export interface Creation {
  readonly provider: CloudProvider;
  readonly created: CreatedInstance;
  /** Whether this command made it, so that it ends it when it is interrupted. */
  readonly owned: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly progress: ProgressRow;
}

/** Waits until a created instance is ready, if that is wanted. An interruption ends the instance. */
export async function completeCreation(
  invocation: Invocation,
  creation: Creation,
): Promise<InstanceStatus | undefined> {
  const { signal } = invocation;
  try {
    const status = creation.wait ? await waitForInstance(invocation, creation) : undefined;
    signal.throwIfAborted();
    return status;
  } catch (error) {
    throw signal.aborted
      ? await endInterruptedCreation(invocation, creation)
      : explainFailedWait(error, invocation, creation.created);
  }
}

function waitForInstance(
  { host, signal }: Invocation,
  { provider, created, timeoutMs, progress }: Creation,
): Promise<InstanceStatus> {
  const { instanceId, publicIp } = created;
  progress.update(`${instanceId} has the address ${publicIp}, waiting until it is ready`);
  return waitUntilReady(provider, instanceId, { timeoutMs, signal, clock: host.clock });
}

function explainFailedWait(
  error: unknown,
  { selection }: Invocation,
  { instanceId, idempotencyKey }: CreatedInstance,
): ExplainedError {
  if (error instanceof InstanceNotFoundError) {
    return new ExplainedError(error, 'Nothing is left to be ended; create another one.', {
      outcome: 'no-instance',
      idempotencyKey,
    });
  }
  return new ExplainedError(
    error,
    `The instance ${instanceId} exists. Look at it: ${formatCommand(selection, 'status', instanceId)} or end it: ${formatCommand(selection, 'terminate', instanceId)}`,
    { instanceId, outcome: 'instance-exists', idempotencyKey },
  );
}
