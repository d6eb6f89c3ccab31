/**
 * @import { CloudProvider, ProviderRegistry } from '@stagely/core'
 * @import { Tenant } from './database.js'
 */

/**
 * The provider of a tenant's own account. The registry finds its package among the dependencies in our package.json.
 *
 * @param {ProviderRegistry} registry
 * @param {Tenant} tenant
 * @returns {Promise<CloudProvider>}
 */
export function openProvider(registry, tenant) {
  return registry.getProvider(tenant.provider, tenant.credentials, { context: contextOf(tenant) });
}

/**
 * What a tenant's credentials are bound to: in the row of another tenant they open nothing.
 *
 * @param {Pick<Tenant, 'id' | 'provider'>} tenant
 */
export function contextOf({ id, provider }) {
  return `${id}:${provider}`;
}
