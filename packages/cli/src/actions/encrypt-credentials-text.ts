import { encryptCredentials } from '@stagely/core';
import { parseCredentials } from '@stagely/core/plugin';
import { parseJsonObject } from '../input/parse-json-object.js';
import { readStandardInput } from '../input/read-text.js';
import { writePrivateFile } from '../input/write-private-file.js';
import type { Invocation } from '../invocation/invocation.js';
import { readEncryptionKeys } from '../provider/encryption-keys.js';
import { readEnvironmentCredentials } from '../provider/environment-credentials.js';
import { chosenProviderType, requireProviderType } from '../provider/provider-type.js';

export interface EncryptOptions {
  readonly provider?: string | undefined;
  readonly fromEnvironment?: boolean | undefined;
  readonly context?: string | undefined;
  readonly output?: string | undefined;
  readonly force?: boolean | undefined;
}

const INPUT_HINT =
  'Pipe in a JSON object such as {"api_token": "…", "location": "nbg1"}, for example by "stagely credentials encrypt < hetzner.json", or use --from-environment.';

/** Encrypts credentials for a file or a database. */
export async function encryptCredentialsText(
  invocation: Invocation,
  options: EncryptOptions,
): Promise<number> {
  const { host, messages } = invocation;
  const { context, output, force: replace = false } = options;
  const keys = await readEncryptionKeys(host.env);
  const credentials = await readCredentials(invocation, options);
  const text = encryptCredentials(credentials, keys, { context });

  if (output === undefined) {
    invocation.print({ document: { encrypted: text }, text: () => text });
    return 0;
  }
  await writePrivateFile(output, `${text}\n`, { cwd: host.cwd, replace });
  invocation.print({ document: { output }, text: () => '' });
  messages.note(
    `The encrypted credentials are in ${output}; use them with --credentials ${output}.`,
  );
  return 0;
}

/** The credentials, checked against the provider's schema where a provider is chosen. */
async function readCredentials(
  invocation: Invocation,
  options: EncryptOptions,
): Promise<Record<string, unknown>> {
  const { env, registries } = invocation.host;
  const { registry } = await registries.openForEnvironment();
  if (options.fromEnvironment === true) {
    const plugin = await registry.getPlugin(requireProviderType(env, options));
    const found = await readEnvironmentCredentials(plugin, env);
    await parseCredentials(plugin.credentials, found, checking(plugin.name));
    return found;
  }
  const type = chosenProviderType(env, options);
  const plugin = type === undefined ? undefined : await registry.getPlugin(type);
  const json = await readStandardInput(invocation, INPUT_HINT);
  const credentials = parseJsonObject(json, 'Standard input', INPUT_HINT);
  if (plugin !== undefined) {
    await parseCredentials(plugin.credentials, credentials, checking(plugin.name));
  }
  return credentials;
}

const checking = (provider: string) => ({ operation: 'encryptCredentials', provider });
