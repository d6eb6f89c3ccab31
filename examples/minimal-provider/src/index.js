import { definePlugin, strictFields } from '@stagely/core/plugin';
import * as v from 'valibot';
import { FastProvider } from './fast-provider.js';

const text = v.pipe(v.string('must be a string'), v.nonEmpty('must not be empty'));

export default definePlugin({
  name: 'acme',
  contract: 1,
  credentials: strictFields({ api_token: text, region: text }),
  secretFields: ['api_token'],
  createProvider: (credentials, context) => new FastProvider(credentials, context),
  credentialsFromEnvironment: ({ ACME_TOKEN: api_token, ACME_REGION: region }) => ({
    ...(api_token === undefined ? {} : { api_token }),
    ...(region === undefined ? {} : { region }),
  }),
  environmentVariables: { api_token: ['ACME_TOKEN'], region: ['ACME_REGION'] },
});

export { FastProvider };
