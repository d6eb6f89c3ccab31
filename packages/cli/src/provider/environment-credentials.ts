import type { Environment, ProviderPlugin } from '@stagely/core';
import { UsageError } from '../failure/usage-error.js';

/** Shorter values of variables that the plugin does not name are ordinary words. */
const MIN_SECRET_LENGTH = 8;

/**
 * The credentials that a plugin finds in the environment. Whatever the plugin throws, no error shows their values.
 *
 * @throws UsageError that names the variables to set, when fields are missing
 * @throws IncompatibleProviderError when the plugin cannot read the environment
 */
export async function readEnvironmentCredentials(
  plugin: ProviderPlugin,
  env: Environment,
): Promise<Record<string, unknown>> {
  const found = await findCredentials(plugin, env);
  const missing = (await wrongFields(plugin, found)).filter((field) => found[field] === undefined);
  if (missing.length === 0) return found;
  const variables = missing.map((field) => describeVariables(plugin, field));
  throw new UsageError(
    `There are no credentials for ${plugin.name}: set ${variables.join(' and ')}.`,
    'Or store them encrypted and name the file with --credentials; "stagely credentials encrypt --help" shows how.',
  );
}

async function findCredentials(
  plugin: ProviderPlugin,
  env: Environment,
): Promise<Record<string, unknown>> {
  const { IncompatibleProviderError } = await import('@stagely/core');
  const problem = `The plugin "${plugin.name}" failed to read credentials from the environment`;
  let found: unknown;
  try {
    found = plugin.credentialsFromEnvironment(env);
  } catch (error) {
    const { Redactor } = await import('@stagely/core/plugin');
    const redactor = new Redactor(() => valuesToHide(plugin, env));
    throw new IncompatibleProviderError(`${problem}. Its cause says why; ask its author.`, {
      cause: redactor.error(error),
    });
  }
  if (isFields(found)) return found;
  throw new IncompatibleProviderError(`${problem}: it returned no object. Ask its author.`);
}

/** The values of the plugin's variables, and of all others that are long enough to be secrets. */
function valuesToHide({ environmentVariables = {} }: ProviderPlugin, env: Environment) {
  const named = new Set(Object.values(environmentVariables).flat());
  return Object.entries(env)
    .filter(([variable, value = '']) => named.has(variable) || value.length >= MIN_SECRET_LENGTH)
    .map(([, value]) => value);
}

/** The fields that the plugin's schema has something to say about, each once. */
async function wrongFields(
  { name, credentials }: ProviderPlugin,
  found: Record<string, unknown>,
): Promise<string[]> {
  const [{ InvalidInputError }, { parseCredentials }] = await Promise.all([
    import('@stagely/core'),
    import('@stagely/core/plugin'),
  ]);
  try {
    await parseCredentials(credentials, found, { operation: 'getProvider', provider: name });
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const fields = error.issues.flatMap(({ path }) => path.split('.')[1] ?? []);
    // A schema that failed altogether names no field, and says nothing about what is missing.
    return [...new Set(fields)];
  }
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The variables behind the fields that an error names. */
export function variablesOf(plugin: ProviderPlugin, fields: readonly string[]): string[] {
  return fields.flatMap((field) => plugin.environmentVariables?.[field]?.slice(0, 1) ?? []);
}

function describeVariables({ environmentVariables = {} }: ProviderPlugin, field: string): string {
  const [preferred, ...others] = environmentVariables[field] ?? [];
  if (preferred === undefined) return `the credential "${field}", which has no variable,`;
  return others.length === 0 ? preferred : `${preferred} (or ${others.join(', ')})`;
}
