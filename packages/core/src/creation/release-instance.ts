import type { Clock } from '../clock/clock.js';
import type { BackoffOptions } from '../plugin/backoff.js';
import type { Operation } from '../plugin/operation.js';
import { poll } from '../plugin/poll.js';
import type { Call } from './creation-cloud.js';

export interface ReleaseOptions {
  readonly operation: Operation;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly backoff: BackoffOptions;
}

/**
 * Ends a machine within the time allowed, whatever a caller's signal says, and tries again what fails for the moment.
 *
 * @returns why it could not be ended; `undefined` when it is gone
 */
export async function releaseInstance(
  cloud: { endInstance(instanceId: string, call: Call): Promise<void> },
  instanceId: string,
  { operation, clock, timeoutMs, backoff }: ReleaseOptions,
): Promise<unknown> {
  const left = { ...operation, outcome: 'instance-exists', instanceId } as const;
  const end = async (signal: AbortSignal) => {
    await cloud.endInstance(instanceId, { operation: left, signal });
    return true;
  };
  try {
    const awaiting = 'the deletion of the machine';
    await poll(end, { clock, operation: left, timeoutMs, backoff, awaiting });
    return undefined;
  } catch (error) {
    return error ?? new Error('The deletion failed for no reason.');
  }
}
