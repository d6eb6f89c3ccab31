import { Option } from '@commander-js/extra-typings';

/** Which provider a command works with, and where its credentials are. */
export interface ProviderSelection {
  readonly provider?: string | undefined;
  readonly credentials?: string | undefined;
  readonly context?: string | undefined;
}

export const providerOption = () =>
  new Option('-p, --provider <type>', 'the provider, such as aws (default: $STAGELY_PROVIDER)');

export const credentialsOption = () =>
  new Option(
    '--credentials <file>',
    'file with encrypted credentials (default: $STAGELY_CREDENTIALS_FILE, else plain variables)',
  );

export const contextOption = () =>
  new Option('--context <text>', 'what the encrypted credentials are bound to');
