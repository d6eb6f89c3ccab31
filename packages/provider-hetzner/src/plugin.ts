import { definePlugin } from '@stagely/core/plugin';
import { hetznerCredentialsSchema } from './credentials.js';
import { HetznerProvider } from './hetzner-provider.js';

/** By credential field; those of `hcloud`, Hetzner's own command, come second. */
const environmentVariables = {
  api_token: ['HETZNER_API_TOKEN', 'HCLOUD_TOKEN'],
  location: ['HETZNER_LOCATION', 'HCLOUD_LOCATION'],
} as const;

/** The plugin that `ProviderRegistry` finds under the name `hetzner`. */
export const hetznerPlugin = definePlugin({
  name: 'hetzner',
  contract: 1,
  credentials: hetznerCredentialsSchema,
  secretFields: ['api_token'],
  createProvider: (credentials, context) => new HetznerProvider(credentials, context),
  credentialsFromEnvironment: (environment) =>
    Object.fromEntries(
      Object.entries(environmentVariables).flatMap(([field, names]) => {
        const value = names.map((name) => environment[name]).find((found) => found);
        return value === undefined ? [] : [[field, value]];
      }),
    ),
  environmentVariables,
});
