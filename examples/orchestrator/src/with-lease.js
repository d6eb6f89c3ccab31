import { InstanceNotFoundError } from '@stagely/core';

/**
 * @import { CreatedInstance } from '@stagely/core'
 * @import { Workplace } from './workplace.js'
 */

/**
 * Renews the lease of a machine for as long as work on it goes on. The signal that the work is given is aborted when
 * this process is to end, and when the machine has ended: spot capacity is taken back, hosts fail.
 *
 * @template T
 * @param {CreatedInstance} machine
 * @param {Workplace} workplace
 * @param {(signal: AbortSignal) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLease(machine, workplace, work) {
  const working = new AbortController();
  const machineEnded = new AbortController();
  const renewing = renew(machine, workplace, working.signal).catch((error) => {
    machineEnded.abort(error);
  });
  try {
    return await work(AbortSignal.any([workplace.signal, machineEnded.signal]));
  } catch (error) {
    machineEnded.signal.throwIfAborted();
    throw error;
  } finally {
    working.abort();
    await renewing;
  }
}

/**
 * @param {CreatedInstance} machine
 * @param {Workplace} workplace
 * @param {AbortSignal} signal
 * @throws {InstanceNotFoundError} when the machine has ended
 */
async function renew({ instanceId }, { provider, clock, leaseMs, print }, signal) {
  while (!signal.aborted) {
    // Often enough that two failures in a row do no harm.
    await clock.sleep(leaseMs / 4, signal).catch(() => undefined);
    if (signal.aborted) return;
    try {
      await provider.setExpiry(instanceId, new Date(clock.now() + leaseMs), { signal });
    } catch (error) {
      if (error instanceof InstanceNotFoundError) throw error;
      if (!signal.aborted) print(`${instanceId}: its lease could not be renewed: ${error}`);
    }
  }
}
