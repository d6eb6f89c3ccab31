import { encryptCredentials } from '@stagely/core';
import { contextOf } from './open-provider.js';

/**
 * @import { ProviderRegistry } from '@stagely/core'
 * @import { Database } from './database.js'
 */

/**
 * Puts a tenant and jobs into an empty database, as an application's own pages would. A tenant that is there gets the
 * credentials anew, and with them another chance.
 *
 * @param {Database} database
 * @param {ProviderRegistry} registry
 * @param {{ provider: string, regions: string[], jobs: number, encryptionKey: Uint8Array }} configuration
 * @param {NodeJS.ProcessEnv} env
 */
export async function fillDatabase(database, registry, configuration, env) {
  const { provider, regions, jobs, encryptionKey } = configuration;
  const tenant = { id: 'team-7', provider };
  const plugin = await registry.getPlugin(provider);
  const credentials = plugin.credentialsFromEnvironment(env);
  database.saveTenant({
    ...tenant,
    regions,
    credentials: encryptCredentials(credentials, encryptionKey, { context: contextOf(tenant) }),
  });
  if (database.jobs.length > 0) return;
  for (let number = 1; number <= jobs; number++) {
    database.saveJob({
      id: `job-${number}`,
      tenant: tenant.id,
      size: 'small',
      architecture: number % 2 === 0 ? 'arm64' : 'amd64',
      state: 'waiting',
      place: 0,
      attempts: 0,
    });
  }
}
