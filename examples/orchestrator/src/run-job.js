import { retry, waitUntilReady } from '@stagely/core';
import { createMachine } from './create-machine.js';
import { withLease } from './with-lease.js';

/**
 * @import { Job, Tenant } from './database.js'
 * @import { Workplace } from './workplace.js'
 */

/**
 * Runs a job from a machine's creation to its end. However it goes, no machine is left when the promise settles, or
 * the machine has a lease that ends soon.
 *
 * @param {Job} job
 * @param {Tenant} tenant
 * @param {Workplace} workplace
 */
export async function runJob(job, tenant, workplace) {
  const { provider, clock, build, print } = workplace;
  const machine = await createMachine(job, tenant, workplace);
  const { instanceId, instanceType, region, publicIp, reused, warnings } = machine;
  const found = reused ? 'found again' : 'created';
  print(`${job.id}: ${instanceId} ${found}, a ${instanceType} in ${region} at ${publicIp}`);
  for (const { message } of warnings) print(`${job.id}: ${message}`);

  try {
    await withLease(machine, workplace, async (workSignal) => {
      await waitUntilReady(provider, instanceId, { clock, signal: workSignal });
      print(`${job.id}: building on ${instanceId}`);
      await build(job, machine, workSignal);
    });
  } finally {
    await endMachine(instanceId, workplace);
  }
}

/**
 * Not with the signal: the machine is ended above all when this process is to end.
 *
 * @param {string} instanceId
 * @param {Workplace} workplace
 */
async function endMachine(instanceId, { provider, clock, print }) {
  try {
    await retry(() => provider.terminateInstance(instanceId), { clock, maxAttempts: 6 });
    print(`${instanceId} ended`);
  } catch (error) {
    // What became of the job is worth more than this; the reaper ends the machine when its lease is over.
    print(`${instanceId} could not be ended, its lease will: ${error}`);
  }
}
