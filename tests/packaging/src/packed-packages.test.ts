import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Application, installApplication, packageManagers } from './application.js';
import { type LoopbackRegistry, startLoopbackRegistry } from './loopback-registry.js';

const application = `
import { encryptCredentials, generateEncryptionKey, ProviderRegistry, waitUntilReady } from '@stagely/core';

const encryptionKey = generateEncryptionKey();
const registry = new ProviderRegistry({ encryptionKey, resolveFrom: import.meta.url });
const encrypted = encryptCredentials({ region: 'mock-1' }, encryptionKey, { context: 'team-7:mock' });
const provider = await registry.getProvider('mock', encrypted, { context: 'team-7:mock' });
const machine = await provider.createInstance({ size: 'small', architecture: 'amd64' });
const { ready } = await waitUntilReady(provider, machine.instanceId);
await provider.terminateInstance(machine.instanceId);
const { state } = await provider.getInstanceStatus(machine.instanceId);
const plugins = await registry.listInstalledPlugins();
console.log(JSON.stringify({ name: provider.name, publicIp: machine.publicIp, ready, state, plugins }));
`;

let registry: LoopbackRegistry;

beforeAll(async () => {
  registry = await startLoopbackRegistry([
    'packages/core',
    'packages/provider-mock',
    'packages/cloud-emulators',
    'packages/cli',
  ]);
});

afterAll(() => registry.close());

describe.each(packageManagers)(
  'an application outside the workspace, installed by %s',
  (packageManager) => {
    let app: Application;

    beforeAll(async () => {
      app = await installApplication({
        packageManager,
        registryUrl: registry.url,
        dependencies: {
          '@stagely/core': '*',
          '@stagely/provider-mock': '*',
          '@stagely/cli': '*',
        },
        files: { 'main.js': application },
      });
    });

    afterAll(() => app.remove());

    test('gets the mock provider from encrypted credentials, and a machine from it', async () => {
      expect(JSON.parse(await app.run('main.js'))).toEqual({
        name: 'mock',
        publicIp: expect.stringMatching(/^192\.0\.2\.\d+$/),
        ready: true,
        state: 'terminated',
        plugins: [
          {
            type: 'mock',
            provider: 'mock',
            packageName: '@stagely/provider-mock',
            version: expect.any(String),
          },
        ],
      });
    });

    test('has the stagely command, which finds the provider and creates a machine', async () => {
      const stagely = 'node_modules/@stagely/cli/dist/bin.js';
      expect(await app.run(stagely, '--version')).toMatch(/^\d+\.\d+\.\d+/);
      const providers: unknown = JSON.parse(await app.run(stagely, 'providers', '--json'));
      expect(providers).toMatchObject([{ type: 'mock' }]);
      const create = ['create', '--provider', 'mock', '--size', 'small', '--architecture', 'arm64'];
      expect(JSON.parse(await app.run(stagely, ...create, '--json'))).toMatchObject({
        instanceType: 'mock.small.arm64',
        ready: true,
      });
    });
  },
);
