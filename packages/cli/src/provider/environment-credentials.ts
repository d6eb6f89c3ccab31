import type { Environment, ProviderPlugin } from '@stagely/core';
import { UsageError } from '../failure/usage-error.js';

/**
 * The credentials that a plugin finds in the environment.
 *
 * @throws UsageError that names the variables to set, when fields are missing
 */
export async function readEnvironmentCredentials(
  plugin: ProviderPlugin,
  env: Environment,
): Promise<Record<string, unknown>> {
  const found = plugin.credentialsFromEnvironment(env);
  const { issues = [] } = await plugin.credentials['~standard'].validate(found);
  const missing = new Set(
    issues
      .map(({ path }) => fieldOf(path))
      .filter((field) => field !== '' && found[field] === undefined),
  );
  if (missing.size === 0) return found;
  const variables = [...missing].map((field) => describeVariables(plugin, field));
  throw new UsageError(
    `There are no credentials for ${plugin.name}: set ${variables.join(' and ')}.`,
    'Or store them encrypted and name the file with --credentials; "stagely credentials encrypt --help" shows how.',
  );
}

/** The variables behind the fields that an error names. */
export function variablesOf(plugin: ProviderPlugin, fields: readonly string[]): string[] {
  return fields.flatMap((field) => plugin.environmentVariables?.[field]?.slice(0, 1) ?? []);
}

type IssuePath = readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;

function fieldOf(path: IssuePath): string {
  const [first = ''] = path ?? [];
  return String(typeof first === 'object' ? first.key : first);
}

function describeVariables({ environmentVariables = {} }: ProviderPlugin, field: string): string {
  const [preferred, ...others] = environmentVariables[field] ?? [];
  if (preferred === undefined) return `the credential "${field}", which has no variable,`;
  return others.length === 0 ? preferred : `${preferred} (or ${others.join(', ')})`;
}
