import { parseCredentials } from '@stagely/core/plugin';

/**
 * @import { CloudProvider } from '@stagely/core'
 * @import { LiveTarget } from './live-target.js'
 */

/**
 * Makes a new provider, as another process would.
 *
 * @param {LiveTarget} target
 * @param {Readonly<Record<string, unknown>>} [credentials] the target's by default
 * @returns {Promise<CloudProvider>}
 */
export async function openProvider({ plugin, credentials: own, settings }, credentials = own) {
  const operation = { operation: 'openProvider', provider: plugin.name };
  const checked = await parseCredentials(plugin.credentials, credentials, operation);
  return plugin.createProvider(checked, { settings });
}
