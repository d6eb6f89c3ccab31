import type { Environment } from '@stagely/core';
import { UsageError } from '../failure/usage-error.js';
import type { ProviderSelection } from './provider-selection.js';

/** The provider type of `--provider` or else of `STAGELY_PROVIDER`. */
export function chosenProviderType(
  env: Environment,
  { provider }: Pick<ProviderSelection, 'provider'>,
): string | undefined {
  return provider ?? (env['STAGELY_PROVIDER'] || undefined);
}

/** @throws UsageError when neither is there */
export function requireProviderType(
  env: Environment,
  options: Pick<ProviderSelection, 'provider'>,
): string {
  const type = chosenProviderType(env, options);
  if (type !== undefined) return type;
  throw new UsageError(
    'No provider was chosen.',
    'Add --provider <type> or set STAGELY_PROVIDER; "stagely providers" lists those that are installed.',
  );
}
