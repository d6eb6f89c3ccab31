import { openProvider } from './open-provider.js';
import { reapAgainAndAgain } from './reaper.js';
import { TenantQueue } from './tenant-queue.js';

/**
 * @import { Clock, ProviderRegistry } from '@stagely/core'
 * @import { Build } from './build.js'
 * @import { Database, Tenant } from './database.js'
 */

/**
 * @typedef {object} Orchestration
 * @property {Database} database
 * @property {ProviderRegistry} registry
 * @property {Build} build
 * @property {Clock} clock
 * @property {number} concurrency how many jobs of a tenant run at once
 * @property {number} leaseMs how long a machine may live without a sign of life from us, in milliseconds
 * @property {number} reapIntervalMs
 * @property {AbortSignal} signal aborted when this process is to end
 * @property {(line: string) => void} print
 */

/**
 * Runs every job in the database that is not finished. Resolves when there is nothing left to do, or when the signal
 * was aborted and all machines have been ended.
 *
 * @param {Orchestration} orchestration
 */
export async function orchestrate(orchestration) {
  const tenants = orchestration.database.tenants.filter(({ stopped }) => stopped === undefined);
  await Promise.all(tenants.map((tenant) => serve(tenant, orchestration)));
}

/**
 * @param {Tenant} tenant
 * @param {Orchestration} orchestration
 */
async function serve(tenant, orchestration) {
  const { database, registry, concurrency, reapIntervalMs, ...workplace } = orchestration;
  const { clock, signal, print } = workplace;
  const provider = await openProvider(registry, tenant).catch((error) => {
    print(`${tenant.id} is stopped: ${error.message}`);
    database.saveTenant({ ...tenant, stopped: error.message });
  });
  if (provider === undefined) return;

  const finished = new AbortController();
  const reaper = reapAgainAndAgain(provider, {
    clock,
    intervalMs: reapIntervalMs,
    signal: AbortSignal.any([signal, finished.signal]),
    print,
  });
  await new TenantQueue(tenant, {
    database,
    concurrency,
    workplace: { ...workplace, provider },
  }).run();
  finished.abort();
  await reaper;
}
