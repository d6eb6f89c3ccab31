import { CapacityUnavailableError, retry } from '@stagely/core';
import { placesFor } from './places.js';

/**
 * @import { CreatedInstance } from '@stagely/core'
 * @import { Job, Tenant } from './database.js'
 * @import { Workplace } from './workplace.js'
 */

/**
 * Creates the machine of a job, or finds the one that a process before this one has made for it: the key is made of
 * what the database knows of the job, so it is the same after a crash.
 *
 * @param {Job} job
 * @param {Tenant} tenant
 * @param {Workplace} workplace
 * @returns {Promise<CreatedInstance>}
 */
export async function createMachine(job, tenant, workplace) {
  const { provider, clock, leaseMs, signal, print } = workplace;
  const place = placesFor(job, tenant)[job.place];
  if (place === undefined) throw new Error(`${job.id} has no place ${job.place}.`);

  const result = await retry(
    async ({ idempotencyKey, signal: retrySignal }) => {
      try {
        const machine = await provider.createInstance(
          {
            ...place,
            architecture: job.architecture,
            tags: { job: job.id, tenant: tenant.id },
            // Whatever becomes of this process, nobody pays for the machine longer than this.
            expiresAt: new Date(clock.now() + leaseMs),
            idempotencyKey,
          },
          { signal: retrySignal },
        );
        return { machine };
      } catch (error) {
        // It can be tried again, but better in another place than here.
        if (error instanceof CapacityUnavailableError) return { error };
        throw error;
      }
    },
    {
      idempotencyKey: `${tenant.id}/${job.id}`,
      maxAttempts: 4,
      signal,
      clock,
      onRetry: ({ error, delayMs }) =>
        print(`${job.id}: ${error.message} Trying again in ${Math.ceil(delayMs / 1_000)} s.`),
    },
  );
  if (result.machine === undefined) throw result.error;
  return result.machine;
}
