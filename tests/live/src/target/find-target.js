import process from 'node:process';
import { ProviderRegistry } from '@stagely/core';
import { parseCredentials } from '@stagely/core/plugin';

/**
 * @import { Environment, ProviderPlugin } from '@stagely/core'
 * @import { CloudDescription } from '../clouds/cloud-description.js'
 * @import { FoundTarget, LiveTarget } from './live-target.js'
 */

/** A creation that lost its answer may still become a machine for so long. */
const SETTLE_MS = 15_000;

/**
 * Looks for an account in the environment: the plugin's own variables, and `STAGELY_<NAME>_ENDPOINT` for an emulated
 * cloud, where `STAGELY_LIVE_QUICK=1` leaves out the pauses that a real one needs.
 *
 * @param {CloudDescription} description
 * @param {{ env?: Environment, plugin?: ProviderPlugin | undefined }} [from] the plugin is the installed one by default
 * @returns {Promise<FoundTarget>} what is missing is told, for whoever reads the report
 * @throws InvalidInputError when the credentials are all there, but one is wrong
 */
export async function findTarget(description, { env = process.env, plugin: given } = {}) {
  const plugin = given ?? (await loadPlugin(description.type));
  const credentials = plugin.credentialsFromEnvironment(env);
  const missing = description.credentialFields
    .filter((field) => credentials[field] === undefined)
    .map((field) => plugin.environmentVariables?.[field]?.[0] ?? `"${field}"`);
  if (missing.length > 0) {
    return { missing: `no credentials for ${plugin.name}: set ${missing.join(' and ')}` };
  }
  await parseCredentials(plugin.credentials, credentials, { operation: 'findTarget' });
  return { target: { description, plugin, credentials, ...waysOf(description, plugin, env) } };
}

/** @param {string} type */
function loadPlugin(type) {
  const registry = new ProviderRegistry({
    encryptionKey: new Uint8Array(32),
    resolveFrom: import.meta.url,
  });
  return registry.getPlugin(type);
}

/**
 * @param {CloudDescription} description
 * @param {ProviderPlugin} plugin
 * @param {Environment} env
 * @returns {Pick<LiveTarget, 'settings' | 'pace'>}
 */
function waysOf(description, plugin, env) {
  const name = plugin.name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
  const endpoint = env[`STAGELY_${name}_ENDPOINT`];
  const real = { pollMs: 3_000, settleMs: Math.max(SETTLE_MS, description.visibilityWindowMs) };
  if (!endpoint) return { settings: {}, pace: real };
  if (env['STAGELY_LIVE_QUICK'] !== '1') return { settings: { endpoint }, pace: real };
  const settings = { ...description.quickSettings, endpoint };
  return { settings, pace: { pollMs: 5, settleMs: 0 } };
}
