import type { ProviderSelection } from './provider-selection.js';

const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/** A command for a person to run, with the same provider and credentials as the one that is running. */
export function formatCommand(
  { provider, credentials, context }: ProviderSelection,
  command: string,
  ...words: readonly string[]
): string {
  return [
    'stagely',
    command,
    ...option('--provider', provider),
    ...option('--credentials', credentials),
    ...option('--context', context),
    ...words,
  ]
    .map(quoteWord)
    .join(' ');
}

function option(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [name, value];
}

function quoteWord(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
