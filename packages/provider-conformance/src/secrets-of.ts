import { Redactor } from '@stagely/core/plugin';
import type { CheckedHarness } from './check-harness.js';
import { SecretSearch } from './secret-search.js';

/** The secret texts of both sets of credentials, each with the name of its field. */
function secretsOf({ plugin, credentials, invalidCredentials }: CheckedHarness) {
  return [credentials, invalidCredentials ?? {}].flatMap((given) =>
    plugin.secretFields.flatMap((field) => {
      const secret = given[field];
      return typeof secret === 'string' ? [{ field, secret }] : [];
    }),
  );
}

/** Finds the harness's credentials in texts. */
export function credentialSearch(harness: CheckedHarness): SecretSearch {
  const search = new SecretSearch();
  for (const { field, secret } of secretsOf(harness))
    search.add(`the credential "${field}"`, secret);
  return search;
}

/** Takes the harness's credentials out of what a failure tells. */
export function redactorOf(harness: CheckedHarness): Redactor {
  return new Redactor(() => secretsOf(harness).map(({ secret }) => secret));
}
