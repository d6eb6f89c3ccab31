import { definePlugin } from '@stagely/core/plugin';
import { MockProvider } from '@stagely/provider-mock';

const LOCATION = /^[a-z]+$/;

/** A provider that needs credentials, for tests. */
export const acmePlugin = definePlugin({
  name: 'acme',
  contract: 1,
  credentials: {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => {
        const { api_token, location } = toFields(value);
        const issues = [
          ...(typeof api_token === 'string'
            ? []
            : [{ path: ['api_token'], message: 'is required' }]),
          ...(typeof location === 'string' && LOCATION.test(location)
            ? []
            : [{ path: ['location'], message: 'must be a name in small letters' }]),
        ];
        return issues.length > 0 ? { issues } : { value };
      },
      types: undefined,
    },
  },
  secretFields: ['api_token'],
  createProvider: () => new MockProvider(),
  credentialsFromEnvironment: ({ ACME_TOKEN, ACME_LOCATION }) => ({
    ...(ACME_TOKEN === undefined ? {} : { api_token: ACME_TOKEN }),
    ...(ACME_LOCATION === undefined ? {} : { location: ACME_LOCATION }),
  }),
  environmentVariables: {
    api_token: ['ACME_TOKEN', 'ACME_API_TOKEN'],
    location: ['ACME_LOCATION'],
  },
});

function toFields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
