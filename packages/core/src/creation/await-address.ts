import type { Clock } from '../clock/clock.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import type { BackoffOptions } from '../plugin/backoff.js';
import { poll } from '../plugin/poll.js';
import type { Call } from './creation-cloud.js';
import type { ManagedInstance } from './managed-instance.js';

/** A machine with a public address. */
export type ReachableInstance = ManagedInstance & { readonly publicIp: string };

/** What came of the wait: the machine with its address, or as it ended (`undefined` where the cloud has forgotten it). */
export type AddressWait =
  | { readonly reachable: ReachableInstance }
  | { readonly ended: ManagedInstance | undefined };

export interface AwaitAddressOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly backoff?: Partial<BackoffOptions> | undefined;
  /** Until when the machine may be unknown, in milliseconds since the epoch. */
  readonly unknownUntil: number;
  readonly read: (call: Call) => Promise<ManagedInstance>;
}

/**
 * Reads a machine until it has a public address or has come to its end.
 *
 * @throws ReadinessTimeoutError, OperationAbortedError, and what a read is refused with
 */
export async function awaitAddress(call: Call, options: AwaitAddressOptions): Promise<AddressWait> {
  const { operation, signal } = call;
  const { clock, timeoutMs, backoff, unknownUntil, read } = options;
  const look = async (cut: AbortSignal): Promise<AddressWait | undefined> => {
    const startedAt = clock.now();
    try {
      const instance = await read({ operation, signal: cut });
      if (instance.state === 'terminated' || instance.state === 'stopped') {
        return { ended: instance };
      }
      return isReachable(instance) ? { reachable: instance } : undefined;
    } catch (error) {
      if (!(error instanceof InstanceNotFoundError)) throw error;
      // One read may show what the next one, answered by another replica, does not show yet.
      return startedAt >= unknownUntil ? { ended: undefined } : undefined;
    }
  };
  return poll(look, {
    clock,
    operation,
    timeoutMs,
    signal,
    backoff,
    awaiting: 'a public IPv4 address',
  });
}

function isReachable(instance: ManagedInstance): instance is ReachableInstance {
  return instance.publicIp !== undefined;
}
