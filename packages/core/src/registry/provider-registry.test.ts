import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { failureOf } from '../../test/failure-of.js';
import { hostileTypes } from '../../test/hostile-types.js';
import { canary, PackageTree, pluginSource } from '../../test/package-tree.js';
import { TinyProvider } from '../../test/tiny-provider.js';
import { systemClock } from '../clock/system-clock.js';
import { encryptCredentials } from '../credentials/encrypt-credentials.js';
import { generateEncryptionKey } from '../credentials/encryption-key.js';
import { CredentialDecryptionError } from '../errors/credential-decryption-error.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { ProviderNotInstalledError } from '../errors/provider-not-installed-error.js';
import { ProviderRegistry } from './provider-registry.js';

const encryptionKey = generateEncryptionKey();
const credentials = encryptCredentials({ api_token: 'token-of-this-test' }, encryptionKey);

let tree: PackageTree;

beforeEach(() => {
  tree = new PackageTree();
});

afterEach(() => tree.remove());

/** An application in the tree that declares these packages. */
function registryOf(...declared: string[]): ProviderRegistry {
  const dependencies = Object.fromEntries(declared.map((name) => [name, '^1.0.0']));
  tree.write('package.json', { name: 'app', dependencies });
  return new ProviderRegistry({ encryptionKey, resolveFrom: tree.root });
}

/** Calls a method whatever its parameters are typed as. */
async function call(registry: ProviderRegistry, method: string, ...parameters: unknown[]) {
  return Reflect.get(registry, method).apply(registry, parameters);
}

describe('a provider is made by the plugin that its type leads to', () => {
  test.each([
    ['x', '@stagely/provider-x'],
    ['x', 'stagely-provider-x'],
    ['@acme/fast', '@acme/stagely-provider-fast'],
    ['@stagely/provider-x', '@stagely/provider-x'],
    ['stagely-provider-x', 'stagely-provider-x'],
    ['@acme/stagely-provider-fast', '@acme/stagely-provider-fast'],
  ])('%s to %s', async (type, packageName) => {
    tree.plugin(`node_modules/${packageName}`);
    const provider = await registryOf(packageName).getProvider(type, credentials);
    expect(provider).toMatchObject({
      name: 'x',
      madeBy: pathToFileURL(tree.path(`node_modules/${packageName}/index.js`)).href,
    });
    expect(tree.imported).toEqual([`node_modules/${packageName}/index.js`]);
  });

  test('x to the package under @stagely where both are there, and the other is never imported', async () => {
    tree.plugin('node_modules/@stagely/provider-x');
    tree.plugin('node_modules/stagely-provider-x');
    await registryOf('stagely-provider-x', '@stagely/provider-x').getProvider('x', credentials);
    expect(tree.imported).toEqual(['node_modules/@stagely/provider-x/index.js']);
  });

  test('x to a package in the layout of pnpm whose exports have nothing but an import condition', async () => {
    const store = 'node_modules/.pnpm/stagely-provider-x@1.2.3/node_modules/stagely-provider-x';
    tree.plugin(store, { manifest: { exports: { '.': { import: './index.js' } } } });
    tree.link('node_modules/stagely-provider-x', store);
    await registryOf('stagely-provider-x').getProvider('x', credentials);
    expect(tree.imported).toEqual([`${store}/index.js`]);
  });

  test('by the name of the working directory where the application says nothing else', async () => {
    const registry = new ProviderRegistry({ encryptionKey });
    const error = await failureOf(registry.getProvider('no-such-provider', credentials));
    expect(error).toBeInstanceOf(ProviderNotInstalledError);
    expect(error).toHaveProperty(
      'message',
      expect.stringContaining(`${process.cwd()}/package.json`),
    );
  });
});

describe('no plugin is imported', () => {
  beforeEach(() => {
    tree.plugin('node_modules/@stagely/provider-x');
    tree.plugin('node_modules/evil');
    tree.write('evil.js', canary);
  });

  afterEach(() => {
    expect(tree.imported).toEqual([]);
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  });

  test('for a hostile type, and no file is touched for it', async () => {
    const registry = registryOf('@stagely/provider-x', 'evil');
    const provider = new TinyProvider(systemClock);
    const touched = watchFiles();
    for (const type of hostileTypes) {
      for (const method of ['getProvider', 'getPlugin']) {
        const error = await failureOf(call(registry, method, type, credentials));
        expect(error, inspect(type)).toBeInstanceOf(InvalidInputError);
        expect(error).toMatchObject({ operation: method, issues: [{ path: 'type' }] });
      }
      const error = await failureOf(call(registry, 'registerProvider', type, provider));
      expect(error, inspect(type)).toBeInstanceOf(InvalidInputError);
      expect(error).toMatchObject({ operation: 'registerProvider', issues: [{ path: 'name' }] });
    }
    expect(touched()).toBe(0);
    expect(globalThis).not.toHaveProperty('hostileTypeImported');
    await registry.listInstalledPlugins();
    expect(touched()).toBeGreaterThan(0);
    expect(hostileTypes.length).toBeGreaterThan(60);
  });

  test('for a package that is installed and not declared', async () => {
    const error = await failureOf(registryOf('evil').getProvider('x', credentials));
    expect(error).toBeInstanceOf(ProviderNotInstalledError);
    expect(error).toHaveProperty('message', expect.stringMatching(/declared in .*\/package\.json/));
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/Run: npm install @stagely\/provider-x$/),
    );
  });

  test('for credentials or options that are none', async () => {
    const registry = registryOf('@stagely/provider-x');
    const error = await failureOf(
      call(registry, 'getProvider', '../x', '', { context: 5, allowUnbound: 'no', more: 1 }),
    );
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toHaveProperty('issues', [
      { path: 'type', message: expect.stringContaining('must be a provider name') },
      { path: 'encryptedCredentials', message: 'must not be empty' },
      { path: 'options.context', message: 'must be a string' },
      { path: 'options.allowUnbound', message: 'must be true or false' },
      { path: 'options.more', message: 'is not a known field' },
    ]);
    for (const text of [undefined, null, 5, {}, 'a\0b', 'a'.repeat(1_048_577)]) {
      const refused = await failureOf(call(registry, 'getProvider', 'x', text));
      expect(refused).toMatchObject({ issues: [{ path: 'encryptedCredentials' }] });
    }
    for (const options of [
      null,
      5,
      'context',
      [],
      { context: '' },
      { context: 'a'.repeat(1_025) },
    ]) {
      const refused = await failureOf(call(registry, 'getProvider', 'x', credentials, options));
      expect(refused).toBeInstanceOf(InvalidInputError);
      expect(refused).toHaveProperty('issues.0.path', expect.stringMatching(/^options/));
    }
  });

  test('by the list of installed plugins', async () => {
    const registry = registryOf('@stagely/provider-x', 'evil', 'stagely-provider-gone');
    expect(await registry.listInstalledPlugins()).toEqual([
      { type: 'x', provider: 'x', packageName: '@stagely/provider-x', version: '1.2.3' },
      {
        type: 'gone',
        packageName: 'stagely-provider-gone',
        problem: expect.any(ProviderNotInstalledError),
      },
    ]);
  });

  test.each<[string, object]>([
    ['no manifest', { stagely: undefined }],
    ['another contract', { stagely: { provider: 'x', contract: 2 } }],
    ['no module to import', { exports: { require: './index.js' } }],
  ])('of a package with %s', async (_, manifest) => {
    tree.plugin('node_modules/@stagely/provider-x', { manifest });
    const error = await failureOf(registryOf('@stagely/provider-x').getProvider('x', credentials));
    expect(error).toBeInstanceOf(IncompatibleProviderError);
  });
});

/** Counts the calls that reach the file system from here on. */
function watchFiles(): () => number {
  const spies = [
    vi.spyOn(fs, 'readFileSync'),
    vi.spyOn(fs, 'existsSync'),
    vi.spyOn(fs, 'statSync'),
    vi.spyOn(fs, 'lstatSync'),
    vi.spyOn(fs, 'realpathSync'),
    vi.spyOn(fs, 'readdirSync'),
    vi.spyOn(fs, 'openSync'),
    vi.spyOn(fs, 'accessSync'),
    vi.spyOn(fs.promises, 'readFile'),
    vi.spyOn(fs.promises, 'stat'),
  ];
  syncBuiltinESMExports();
  return () => spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
}

describe('a plugin', () => {
  test('is imported once, however many ask for it at the same time', async () => {
    tree.plugin('node_modules/@stagely/provider-x');
    const registry = registryOf('@stagely/provider-x');
    const plugins = await Promise.all(Array.from({ length: 50 }, () => registry.getPlugin('x')));
    expect(new Set(plugins).size).toBe(1);
    expect(await registry.getPlugin('@stagely/provider-x')).toBe(plugins[0]);
    expect(tree.imported).toHaveLength(1);
  });

  test('that was found is not looked for again', async () => {
    tree.plugin('node_modules/@stagely/provider-x');
    const registry = registryOf('@stagely/provider-x');
    const plugin = await registry.getPlugin('x');
    fs.rmSync(tree.path('node_modules'), { recursive: true });
    expect(await registry.getPlugin('x')).toBe(plugin);
  });

  test('that could not be found is looked for again', async () => {
    const registry = registryOf('@stagely/provider-x');
    const errors = await Promise.all([
      failureOf(registry.getPlugin('x')),
      failureOf(registry.getPlugin('x')),
    ]);
    for (const error of errors) expect(error).toBeInstanceOf(ProviderNotInstalledError);
    tree.plugin('node_modules/@stagely/provider-x');
    expect(await registry.getPlugin('x')).toHaveProperty('name', 'x');
  });

  test('that is registered comes before what is installed', async () => {
    tree.plugin('node_modules/@stagely/provider-x');
    const registry = registryOf('@stagely/provider-x');
    tree.write('registered.mjs', pluginSource('x'));
    const { default: plugin } = await import(pathToFileURL(tree.path('registered.mjs')).href);
    registry.registerPlugin(plugin);
    expect(await registry.getPlugin('x')).toBe(plugin);
    expect(tree.imported).toEqual([]);
    registry.registerPlugin(plugin, '@acme/fast');
    expect(await registry.getPlugin('@acme/fast')).toBe(plugin);
  });

  test('that is allowed by name needs no declaration', async () => {
    tree.plugin('node_modules/stagely-provider-x');
    tree.write('package.json', { name: 'app' });
    const plugins = ['stagely-provider-x'];
    const registry = new ProviderRegistry({ encryptionKey, resolveFrom: tree.root, plugins });
    expect(await registry.getProvider('x', credentials)).toHaveProperty('name', 'x');
    expect(await registry.listInstalledPlugins()).toMatchObject([{ type: 'x' }]);
  });

  test('is asked for before the credentials are opened', async () => {
    const registry = registryOf();
    const error = await failureOf(registry.getProvider('x', 'not encrypted'));
    expect(error).toBeInstanceOf(ProviderNotInstalledError);
    tree.plugin('node_modules/stagely-provider-x');
    const found = registryOf('stagely-provider-x').getProvider('x', 'not encrypted');
    expect(await failureOf(found)).toBeInstanceOf(CredentialDecryptionError);
  });
});
