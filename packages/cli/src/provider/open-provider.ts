import type { CloudProvider } from '@stagely/core';
import { ExplainedError } from '../failure/explained-error.js';
import { UsageError } from '../failure/usage-error.js';
import { readTextFile } from '../input/read-text.js';
import type { Invocation } from '../invocation/invocation.js';
import { readEncryptionKeys } from './encryption-keys.js';
import { readEnvironmentCredentials, variablesOf } from './environment-credentials.js';
import type { ProviderSelection } from './provider-selection.js';
import { requireProviderType } from './provider-type.js';

/**
 * The provider that the options and the environment name, by the same way that an orchestrator takes: through
 * the registry, with encrypted credentials.
 */
export async function openProvider(
  invocation: Invocation,
  options: ProviderSelection,
): Promise<CloudProvider> {
  const { host } = invocation;
  const type = requireProviderType(host.env, options);
  invocation.selection = { ...options, provider: type };
  const file = options.credentials ?? (host.env['STAGELY_CREDENTIALS_FILE'] || undefined);
  if (file === undefined) return openWithEnvironment(invocation, type);

  const keys = await readEncryptionKeys(host.env);
  const text = (await readTextFile(file, host.cwd)).trim();
  if (text === '') {
    throw new UsageError(
      `The credentials file ${file} is empty.`,
      '"stagely credentials encrypt --output <file>" writes one.',
    );
  }
  const { decryptCredentials } = await import('@stagely/core');
  const registry = await host.registries.open(keys);
  const plugin = await registry.getPlugin(type);
  const credentials = decryptCredentials(text, keys, { context: options.context });
  await invocation.secrets.add(credentials, plugin.secretFields);
  return registry.getProvider(type, text, { context: options.context });
}

async function openWithEnvironment(
  { host, secrets }: Invocation,
  type: string,
): Promise<CloudProvider> {
  const { encryptCredentials, InvalidInputError } = await import('@stagely/core');
  const { key, registry } = await host.registries.openForEnvironment();
  const plugin = await registry.getPlugin(type);
  const credentials = await readEnvironmentCredentials(plugin, host.env);
  await secrets.add(credentials, plugin.secretFields);
  try {
    return await registry.getProvider(type, encryptCredentials(credentials, key));
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const fields = error.issues.map(({ path }) => path.split('.')[1] ?? '');
    const variables = variablesOf(plugin, fields);
    if (variables.length === 0) throw error;
    throw new ExplainedError(error, `Check ${variables.join(' and ')}.`);
  }
}
