import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Application, installApplication, packageManagers } from './application.js';
import { type LoopbackRegistry, startLoopbackRegistry } from './loopback-registry.js';
import { packSource, repack } from './package-tarball.js';

const twoCores = readFileSync(new URL('../applications/two-cores.js', import.meta.url), 'utf8');
const otherVersion = '99.0.0';

let registry: LoopbackRegistry;
let ownVersion: string;

beforeAll(async () => {
  registry = await startLoopbackRegistry(['packages/core']);
  const core = registry.latest('@stagely/core');
  ownVersion = core.manifest.version;
  registry.publish(await repack(core, { version: otherVersion }));
  registry.publish(
    await packSource({
      manifest: {
        name: 'package-with-its-own-core',
        version: '1.0.0',
        type: 'module',
        exports: './index.js',
        dependencies: { '@stagely/core': otherVersion },
      },
      files: { 'index.js': "export * from '@stagely/core';\n" },
    }),
  );
});

afterAll(() => registry.close());

describe.each(packageManagers)('two copies of core, installed by %s', (packageManager) => {
  let app: Application;

  beforeAll(async () => {
    app = await installApplication({
      packageManager,
      name: 'application',
      registryUrl: registry.url,
      dependencies: { '@stagely/core': ownVersion, 'package-with-its-own-core': '1.0.0' },
      files: { 'main.js': twoCores },
    });
  });

  afterAll(() => app.remove());

  test('recognise each other’s errors, and no sibling of a subclass', async () => {
    expect(JSON.parse(await app.run('main.js'))).toEqual({
      copies: 2,
      classes: 13,
      disagreements: [],
      subclass: {
        itself: true,
        sibling: false,
        parent: true,
        parentOfTheOtherCopy: true,
        parentAsSibling: false,
      },
      retried: 'reached',
      tries: 3,
    });
  });
});
