import type { CloudProvider, ProviderContext } from '@stagely/core';
import { HetznerClient } from '@stagely/provider-hetzner/client';
import { afterEach, describe, expect, test } from 'vitest';
import { CLOUD_NAMES, type CloudName } from '../clouds/tested-cloud.js';
import { findShown } from './find-shown.js';
import { errorOf } from './provoke.js';
import { RAW_ANSWERS } from './raw-answers.js';
import { type RawAnswer, type RawServer, startRawServer } from './raw-server.js';
import { openSecretProvider } from './secret-cloud.js';
import { secretsFor, TYPICAL } from './secret-set.js';

const servers: RawServer[] = [];

afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function serve(cloud: CloudName, answer: RawAnswer): Promise<RawServer> {
  const server = await startRawServer(secretsFor(cloud, TYPICAL), answer);
  servers.push(server);
  return server;
}

const redirectTo = ({ url }: RawServer, status: number) =>
  `HTTP/1.1 ${status} Elsewhere\r\nlocation: ${url}/\r\ncontent-length: 0\r\n\r\n`;

/** The client that a provider has by itself, and an application's `fetch`. */
const CLIENTS: Readonly<Record<string, Pick<ProviderContext, 'fetch'>>> = {
  'its own client': {},
  'the fetch of Node.js': { fetch: globalThis.fetch },
};

/** With a key the first request is a look-up, which ends the call when it fails. */
const createWith = (provider: CloudProvider) =>
  errorOf(() =>
    provider.createInstance({
      size: 'small',
      architecture: 'amd64',
      idempotencyKey: 'build-1',
      userData: TYPICAL.userData,
    }),
  );

describe.each(CLOUD_NAMES)('over real HTTP the %s provider', (cloud) => {
  describe.each(Object.entries(CLIENTS))('with %s', (_, client) => {
    test.each(Object.entries(RAW_ANSWERS))('shows no secret after %s', async (_name, answer) => {
      const { url } = await serve(cloud, answer);
      const provider = openSecretProvider(cloud, TYPICAL, { endpoint: url, ...client });
      const error = await createWith(provider);
      expect(error).toMatchObject({ provider: cloud, outcome: 'no-instance' });
      expect(findShown([error, provider], secretsFor(cloud, TYPICAL))).toEqual([]);
    });

    test.each([301, 302, 303, 307, 308])('takes no secret elsewhere for a %i', async (status) => {
      const elsewhere = await serve(cloud, () => '');
      const { url, heard } = await serve(cloud, () => redirectTo(elsewhere, status));
      const provider = openSecretProvider(cloud, TYPICAL, { endpoint: url, ...client });
      await createWith(provider);
      await errorOf(() => provider.validateCredentials());
      expect(heard()).toBeGreaterThan(0);
      expect(elsewhere.heard()).toBe(0);
    });
  });
});

test.each([307, 308])(
  'the client of Hetzner takes no user data elsewhere for a %i',
  async (status) => {
    const elsewhere = await serve('hetzner', () => '');
    const { url, heard } = await serve('hetzner', () => redirectTo(elsewhere, status));
    const client = new HetznerClient({ token: TYPICAL.token, baseURL: url });
    const builder = client.servers.build('web').serverType('cx23').image('ubuntu-24.04');
    await errorOf(() => builder.userData(TYPICAL.userData).create());
    expect(heard()).toBe(1);
    expect(elsewhere.heard()).toBe(0);
  },
);
