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
  if (file !== undefined) return openWithFile(invocation, { type, file, context: options.context });
  if (options.context === undefined) return openWithEnvironment(invocation, type);
  throw new UsageError(
    'A context is given, but no file of encrypted credentials that could be bound to it.',
    'Add --credentials <file> or set STAGELY_CREDENTIALS_FILE, or leave out --context.',
  );
}

interface CredentialsFile {
  readonly type: string;
  readonly file: string;
  readonly context: string | undefined;
}

async function openWithFile(
  { host, secrets }: Invocation,
  { type, file, context }: CredentialsFile,
): Promise<CloudProvider> {
  const keys = await readEncryptionKeys(host.env);
  const text = (await readTextFile(file, host.cwd)).trim();
  if (text === '') {
    throw new UsageError(
      `The credentials file ${file} is empty.`,
      '"stagely credentials encrypt --output <file>" writes one.',
    );
  }
  const { decryptCredentials, InvalidInputError } = await import('@stagely/core');
  const registry = await host.registries.open(keys);
  const plugin = await registry.getPlugin(type);
  const credentials = decryptCredentials(text, keys, { context });
  await secrets.add(credentials, plugin.secretFields);
  try {
    return await registry.getProvider(type, text, { context });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new ExplainedError(
      error,
      `Check the credentials in ${file}; "stagely credentials encrypt --output <file> --force" writes a file anew.`,
    );
  }
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
