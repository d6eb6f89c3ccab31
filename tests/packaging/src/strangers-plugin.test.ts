import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Application, installApplication, packageManagers } from './application.js';
import { type LoopbackRegistry, startLoopbackRegistry } from './loopback-registry.js';

const application = readFileSync(
  new URL('../applications/use-strangers-plugin.js', import.meta.url),
  'utf8',
);

let registry: LoopbackRegistry;

beforeAll(async () => {
  registry = await startLoopbackRegistry(['packages/core', 'examples/minimal-provider']);
});

afterAll(() => registry.close());

describe.each(packageManagers)(
  'the example plugin, packed and installed by %s',
  (packageManager) => {
    let app: Application;

    beforeAll(async () => {
      app = await installApplication({
        packageManager,
        name: 'application',
        registryUrl: registry.url,
        dependencies: { '@stagely/core': '*', '@acme/stagely-provider-fast': '*' },
        files: { 'main.js': application },
      });
    });

    afterAll(() => app.remove());

    test('is found by name, and constructs once for 10,000 calls with the same credentials', async () => {
      expect(JSON.parse(await app.run('main.js'))).toEqual({
        names: ['acme'],
        constructed: 1,
        shared: false,
        plugins: [
          {
            type: '@acme/fast',
            provider: 'acme',
            packageName: '@acme/stagely-provider-fast',
            version: '1.0.0',
          },
        ],
      });
    });
  },
);
