import type { ProviderContext, ProviderPlugin } from '@stagely/core';
import * as v from 'valibot';
import { HonestProvider } from '../honest-provider.js';
import type { TinyCredentials } from '../tiny-machines.js';
import type { Defect } from './defect.js';

/** A harness whose plugin is wrong in one way. */
const wrongPlugin =
  (change: (honest: ProviderPlugin) => object): NonNullable<Defect['harness']> =>
  (honest) => ({ ...honest, plugin: { ...honest.plugin, ...change(honest.plugin) } });

export const pluginDefects: readonly Defect[] = [
  {
    name: 'is made for another contract',
    about: 'the plugin is one that a registry takes',
    harness: wrongPlugin(() => ({ contract: JSON.parse('2') })),
  },
  {
    name: 'takes everything for credentials',
    about: 'the schema of the credentials takes those that work and refuses what are none',
    harness: wrongPlugin(() => ({ credentials: v.any() })),
  },
  {
    name: 'has a schema that throws',
    about: 'the schema of the credentials takes those that work and refuses what are none',
    harness: wrongPlugin(({ credentials }) => ({
      credentials: {
        '~standard': {
          ...credentials['~standard'],
          validate(value: unknown) {
            if (typeof value !== 'object' || value === null) throw new TypeError('not an object');
            return credentials['~standard'].validate(value);
          },
        },
      },
    })),
  },
  {
    name: 'misspells a secret field',
    about: 'the secret fields are fields of the credentials',
    harness: wrongPlugin(() => ({ secretFields: ['api_token', 'api_tokn'] })),
  },
  {
    name: 'reads credentials from the environment of the process',
    about: 'credentialsFromEnvironment reads nothing but what it is given',
    harness: wrongPlugin(() => ({
      credentialsFromEnvironment: ({ TINY_TOKEN, TINY_REGION }: NodeJS.ProcessEnv) => ({
        api_token: TINY_TOKEN ?? process.env['TINY_TOKEN'],
        region: TINY_REGION,
      }),
    })),
  },
  {
    name: 'does not find a credential where it says',
    about: 'credentialsFromEnvironment reads nothing but what it is given',
    harness: wrongPlugin(() => ({
      environmentVariables: { api_token: ['TINY_API_TOKEN'], region: ['TINY_REGION'] },
    })),
  },
  {
    name: 'lacks a method',
    about: 'a provider has the name of its plugin and every method of the contract',
    also: [
      'a lease can be set, renewed and removed',
      'a machine past its lease is replaced, not adopted',
      'a machine whose lease was renewed is not reaped',
      'a malformed id is refused before any request',
      'credentials that the cloud refuses are an InvalidCredentialsError',
      'every error names the provider and the operation',
      'no operation begins with an aborted signal',
      'setting the lease of an unknown or ended machine is an InstanceNotFoundError',
      'what is no lease is refused before any request',
      'wrong call options are refused before any request',
    ],
    Provider: class extends HonestProvider {
      constructor(credentials: TinyCredentials, context: ProviderContext) {
        super(credentials, context);
        Object.defineProperty(this, 'setExpiry', { value: undefined });
      }
    },
  },
  {
    name: 'makes a request as soon as it is made',
    about: 'making a provider makes no request',
    also: [
      'optional operations check their input and their signal like the others',
      'a listing makes no request before it is read',
      'an aborted signal makes nothing',
      'what is no lease is refused before any request',
      'wrong call options are refused before any request',
      'wrong filters are refused before any request',
    ],
    Provider: class extends HonestProvider {
      constructor(credentials: TinyCredentials, context: ProviderContext) {
        super(credentials, context);
        this.validateCredentials().catch(() => undefined);
      }
    },
  },
  {
    name: 'finds working credentials invalid',
    about: 'working credentials are valid',
    Provider: class extends HonestProvider {
      override async validateCredentials(
        ...args: Parameters<HonestProvider['validateCredentials']>
      ) {
        await super.validateCredentials(...args);
        throw new Error('no permission');
      }
    },
  },
];
