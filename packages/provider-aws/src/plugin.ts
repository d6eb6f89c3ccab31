import { definePlugin } from '@stagely/core/plugin';
import { AwsProvider } from './aws-provider.js';
import { awsCredentialsSchema } from './credentials.js';

/** Where each field of the credentials may stand, the preferred name first; AWS's own tools read the same. */
const ENVIRONMENT_VARIABLES = {
  access_key_id: ['AWS_ACCESS_KEY_ID'],
  secret_access_key: ['AWS_SECRET_ACCESS_KEY'],
  session_token: ['AWS_SESSION_TOKEN'],
  region: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
} as const;

/** The plugin that `ProviderRegistry` finds under the name `aws`. */
export const awsPlugin = definePlugin({
  name: 'aws',
  contract: 1,
  credentials: awsCredentialsSchema,
  secretFields: ['access_key_id', 'secret_access_key', 'session_token'],
  createProvider: (credentials, context) => new AwsProvider(credentials, context),
  credentialsFromEnvironment: (environment) =>
    Object.fromEntries(
      Object.entries(ENVIRONMENT_VARIABLES).flatMap(([field, names]) => {
        const value = names.map((name) => environment[name]).find((text) => text);
        return value === undefined ? [] : [[field, value] as const];
      }),
    ),
  environmentVariables: ENVIRONMENT_VARIABLES,
});
