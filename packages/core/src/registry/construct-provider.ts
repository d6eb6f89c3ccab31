import type { CloudProvider } from '../contract/cloud-provider.js';
import type { ProviderContext } from '../contract/provider-context.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import { StagelyError } from '../errors/stagely-error.js';
import { parseCredentials } from '../plugin/parse-credentials.js';
import type { ProviderPlugin } from '../plugin/provider-plugin.js';
import { Redactor } from '../redaction/redactor.js';
import { textsIn } from '../redaction/texts-in.js';
import { checkProvider } from './check-plugin.js';
import { redactError } from './redact-error.js';

/**
 * Makes a provider of decrypted credentials. Whatever the plugin throws, no error shows a secret.
 *
 * @throws InvalidInputError when the credentials are not what the plugin asks for
 * @throws IncompatibleProviderError when the plugin throws an error that is none of ours, or makes no provider
 */
export async function constructProvider(
  plugin: ProviderPlugin,
  stored: Readonly<Record<string, unknown>>,
  context: ProviderContext,
): Promise<CloudProvider> {
  const operation = { operation: 'getProvider', provider: plugin.name };
  try {
    const credentials = await parseCredentials(plugin.credentials, stored, operation);
    const provider = await plugin.createProvider(credentials, context);
    return checkProvider(provider, `What the plugin "${plugin.name}" created`);
  } catch (error) {
    if (error instanceof StagelyError) {
      throw redactError(error, new Redactor(() => secretsIn(stored, plugin.secretFields)));
    }
    throw new IncompatibleProviderError(
      `The plugin "${plugin.name}" failed while it made a provider. Its cause says why; check its settings, or ask its author.`,
      { cause: new Redactor(() => textsIn(stored)).error(error) },
    );
  }
}

function secretsIn(
  credentials: Readonly<Record<string, unknown>>,
  secretFields: readonly string[],
): string[] {
  return secretFields.flatMap((field) => [...textsIn(credentials[field])]);
}
