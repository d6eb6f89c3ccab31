import { definePlugin, type Environment } from '@stagely/core/plugin';
import { credentialsSchema } from './credentials.js';
import { DigitalOceanProvider } from './digitalocean-provider.js';

/** Stagely's own names first, then those of Terraform, doctl and other tools of DigitalOcean's. */
const environmentVariables = {
  api_token: ['DO_API_TOKEN', 'DIGITALOCEAN_TOKEN', 'DIGITALOCEAN_ACCESS_TOKEN'],
  region: ['DO_REGION', 'DIGITALOCEAN_REGION'],
} as const;

/** The plugin that `ProviderRegistry` finds under the name `digitalocean`. */
export const digitalOceanPlugin = definePlugin({
  name: 'digitalocean',
  contract: 1,
  credentials: credentialsSchema,
  secretFields: ['api_token'],
  createProvider: (credentials, context) => new DigitalOceanProvider(credentials, context),
  credentialsFromEnvironment,
  environmentVariables,
});

/** An empty variable counts as one that is not set. */
function credentialsFromEnvironment(environment: Environment): Record<string, string> {
  const found = Object.entries(environmentVariables).flatMap(([field, names]) => {
    const values = names.map((name) => environment[name]).filter((value) => value);
    return values.slice(0, 1).map((value) => [field, value ?? ''] as const);
  });
  return Object.fromEntries(found);
}
