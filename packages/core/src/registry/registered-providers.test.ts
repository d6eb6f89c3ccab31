import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../test/failure-of.js';
import { PackageTree, pluginSource } from '../../test/package-tree.js';
import { TinyProvider } from '../../test/tiny-provider.js';
import { systemClock } from '../clock/system-clock.js';
import { generateEncryptionKey } from '../credentials/encryption-key.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { ProviderNotInstalledError } from '../errors/provider-not-installed-error.js';
import { ProviderRegistry } from './provider-registry.js';

let tree: PackageTree;
let registry: ProviderRegistry;

beforeEach(() => {
  tree = new PackageTree();
  registry = new ProviderRegistry({
    encryptionKey: generateEncryptionKey(),
    resolveFrom: tree.root,
  });
});

afterEach(() => tree.remove());

/** Calls a method whatever its parameters are typed as. */
async function call(method: string, ...parameters: unknown[]) {
  return Reflect.get(registry, method).apply(registry, parameters);
}

describe('what is registered', () => {
  test('is a provider, which ignores credentials', async () => {
    const provider = new TinyProvider(systemClock);
    registry.registerProvider('x', provider);
    registry.registerProvider('@acme/fast', provider);
    expect(await registry.getProvider('x', '')).toBe(provider);
    expect(await registry.getProvider('@acme/fast', 'nonsense', { context: 'any' })).toBe(provider);
  });

  test('replaces what was registered before', async () => {
    const [first, second] = [new TinyProvider(systemClock), new TinyProvider(systemClock)];
    registry.registerProvider('x', first);
    registry.registerProvider('x', second);
    expect(await registry.getProvider('x', '')).toBe(second);
  });

  test('is refused when it is no provider or no plugin', async () => {
    const error = await failureOf(call('registerProvider', 'x', { name: 'x' }));
    expect(error).toBeInstanceOf(IncompatibleProviderError);
    expect(error).toHaveProperty('message', expect.stringContaining('What was registered as "x"'));
    for (const plugin of [undefined, null, {}, 'x', { name: 'x', contract: 1 }]) {
      const refused = await failureOf(call('registerPlugin', plugin));
      expect(refused).toBeInstanceOf(IncompatibleProviderError);
    }
    expect(await failureOf(registry.getPlugin('x'))).toBeInstanceOf(ProviderNotInstalledError);
  });

  test('is refused under a name that is none', async () => {
    tree.write('plugin.mjs', pluginSource('x'));
    const { default: plugin } = await import(pathToFileURL(tree.path('plugin.mjs')).href);
    const error = await failureOf(call('registerPlugin', plugin, '../x'));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ operation: 'registerPlugin', issues: [{ path: 'type' }] });
  });
});
