import { pathToFileURL } from 'node:url';
import {
  decryptCredentials,
  encryptCredentials,
  generateEncryptionKey,
  NetworkFailureError,
  ProviderRegistry,
  parseEncryptionKey,
  rotateCredentials,
} from '@stagely/core';
import { definePlugin } from '@stagely/core/plugin';
import awsPlugin from '@stagely/provider-aws';
import digitalOceanPlugin from '@stagely/provider-digitalocean';
import hetznerPlugin from '@stagely/provider-hetzner';
import { errorOf } from './provoke.js';
import { secretsFor, TYPICAL } from './secret-set.js';

const KEY = generateEncryptionKey();
const { token, secretAccessKey } = TYPICAL;
const AWS = secretsFor('aws', TYPICAL).credentials;

function openRegistry(): ProviderRegistry {
  const registry = new ProviderRegistry({
    encryptionKey: KEY,
    resolveFrom: pathToFileURL(import.meta.filename),
  });
  for (const plugin of [awsPlugin, digitalOceanPlugin, hetznerPlugin]) {
    registry.registerPlugin(plugin);
  }
  return registry;
}

const providerError = (type: string, credentials: Readonly<Record<string, unknown>>) =>
  errorOf(() => openRegistry().getProvider(type, encryptCredentials(credentials, KEY)));

/** What a plugin of a stranger throws: with all that it was given. */
const failingPlugin = (toError: (credentials: unknown) => unknown) =>
  definePlugin({
    ...awsPlugin,
    name: 'failing',
    createProvider: (credentials) => {
      throw toError(credentials);
    },
  });

async function pluginError(toError: (credentials: unknown) => unknown): Promise<unknown> {
  const registry = openRegistry();
  registry.registerPlugin(failingPlugin(toError));
  return errorOf(() => registry.getProvider('failing', encryptCredentials(AWS, KEY)));
}

/** Errors of the registry and of what it does with stored credentials. */
export const REGISTRY_PROVOCATIONS: Readonly<Record<string, () => Promise<readonly unknown[]>>> = {
  'credentials are not what a provider asks for': () =>
    Promise.all([
      providerError('aws', { ...AWS, secret_access_key: [secretAccessKey] }),
      providerError('aws', { ...AWS, region: undefined }),
      providerError('digitalocean', { api_token: `${token}\n`, region: 'fra1' }),
      providerError('digitalocean', { token, region: 'fra1' }),
      providerError('hetzner', { api_token: { token }, location: 'nbg1' }),
      providerError('hetzner', { api_token: token, location: 7 }),
    ]),
  'no such package is installed': async () => [await providerError('acme', { token })],
  'a plugin throws what it was given': async () => [
    await pluginError((given) => new Error(JSON.stringify(given), { cause: given })),
    await pluginError((given) => Object.assign(new Error('failed'), { given })),
    await pluginError((given) => JSON.stringify(given)),
  ],
  'a plugin throws an error of ours': async () => [
    await pluginError((given) => {
      const told = JSON.stringify(given);
      const options = { operation: 'createProvider', requestId: told, cause: new Error(told) };
      return Object.assign(new NetworkFailureError(told, options), { given });
    }),
  ],
  'what was encrypted does not open': async () => {
    const text = encryptCredentials(AWS, KEY, { context: 'team-7' });
    const other = generateEncryptionKey();
    return [
      await errorOf(() => decryptCredentials(text, other, { context: 'team-7' })),
      await errorOf(() => decryptCredentials(text, KEY, { context: 'team-8' })),
      await errorOf(() => decryptCredentials(JSON.stringify(AWS), KEY)),
      await errorOf(() => rotateCredentials(text, other, KEY, { context: 'team-7' })),
    ];
  },
  'what is to be encrypted is no JSON': async () => [
    await errorOf(() => encryptCredentials({ ...AWS, odd: () => token }, KEY)),
    await errorOf(() => Reflect.apply(encryptCredentials, undefined, [JSON.stringify(AWS), KEY])),
  ],
  'a key is none': async () => [await errorOf(() => parseEncryptionKey(secretAccessKey))],
};
