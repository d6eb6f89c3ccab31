import { definePlugin } from '@stagely/core/plugin';
import { mockCredentialsSchema } from './credentials.js';
import { MockProvider } from './mock-provider.js';

/** The plugin that `ProviderRegistry` finds under the name `mock`. */
export const mockPlugin = definePlugin({
  name: 'mock',
  contract: 1,
  credentials: mockCredentialsSchema,
  secretFields: ['api_token'],
  createProvider: (credentials, context) => {
    const provider = new MockProvider(credentials, context);
    context.logger?.warn(
      { provider: 'mock' },
      'The mock provider keeps its instances in the memory of this process: they end with it.',
    );
    return provider;
  },
  credentialsFromEnvironment: ({ STAGELY_MOCK_REGION: region }) =>
    region === undefined || region === '' ? {} : { region },
  environmentVariables: { region: ['STAGELY_MOCK_REGION'] },
});
