import { definePlugin } from '@stagely/core/plugin';
import { mockCredentialsSchema } from './credentials.js';
import { MockProvider } from './mock-provider.js';

/** The plugin that `ProviderRegistry` finds under the name `mock`. */
export const mockPlugin = definePlugin({
  name: 'mock',
  contract: 1,
  credentials: mockCredentialsSchema,
  secretFields: ['api_token'],
  createProvider: (credentials, context) => new MockProvider(credentials, context),
  credentialsFromEnvironment: ({ STAGELY_MOCK_REGION: region }) =>
    region === undefined || region === '' ? {} : { region },
  environmentVariables: { region: ['STAGELY_MOCK_REGION'] },
});
