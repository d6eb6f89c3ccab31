import { generateEncryptionKey, parseEncryptionKey } from '@stagely/core';

/** @import { Environment } from '@stagely/core' */

/**
 * What the environment says, with defaults that need no account.
 *
 * @param {Environment} env
 */
export function readConfiguration(env) {
  const provider = env['STAGELY_PROVIDER'] || 'mock';
  const key = env['STAGELY_ENCRYPTION_KEY'];
  const file = env['ORCHESTRATOR_DATABASE'] || undefined;
  if (file !== undefined && !key) {
    throw new Error(
      'Set STAGELY_ENCRYPTION_KEY: credentials in a file are opened again. "npx stagely key generate" makes one.',
    );
  }
  return {
    provider,
    encryptionKey: key ? parseEncryptionKey(key) : generateEncryptionKey(),
    file,
    regions: (env['ORCHESTRATOR_REGIONS'] ?? '').split(',').filter((region) => region !== ''),
    jobs: readCount(env, 'ORCHESTRATOR_JOBS', 5),
    concurrency: readCount(env, 'ORCHESTRATOR_CONCURRENCY', 3),
    buildMs: readCount(env, 'ORCHESTRATOR_BUILD_MS', 1_500),
    leaseMs: 10 * 60_000,
    reapIntervalMs: 60_000,
    settings: readSettings(env),
  };
}

/**
 * @param {Environment} env
 * @param {string} variable
 * @param {number} otherwise
 */
function readCount(env, variable, otherwise) {
  const count = Number(env[variable] || otherwise);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new Error(`${variable} must be a whole number from 1, not "${env[variable]}".`);
}

/**
 * Settings of the providers: the mock takes its time, and `STAGELY_HETZNER_ENDPOINT` names an emulated cloud.
 *
 * @param {Environment} env
 */
function readSettings(env) {
  const endpoints = Object.entries(env).flatMap(([variable, endpoint]) => {
    const [, name] = /^STAGELY_([A-Z0-9_]+)_ENDPOINT$/.exec(variable) ?? [];
    return name && endpoint ? [[name.toLowerCase().replaceAll('_', '-'), { endpoint }]] : [];
  });
  return {
    mock: { delay: 400, addressDelay: 300, bootDelay: 800 },
    ...Object.fromEntries(endpoints),
  };
}
