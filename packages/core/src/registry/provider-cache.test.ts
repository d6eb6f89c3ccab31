import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { CountingPlugin } from '../../test/counting-plugin.js';
import { TinyProvider } from '../../test/tiny-provider.js';
import { systemClock } from '../clock/system-clock.js';
import { encryptCredentials } from '../credentials/encrypt-credentials.js';
import { generateEncryptionKey } from '../credentials/encryption-key.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { ProviderRegistry } from './provider-registry.js';
import type { ProviderRegistryOptions } from './registry-options.js';

const encryptionKey = generateEncryptionKey();

function registryWith(counting: CountingPlugin, options: Partial<ProviderRegistryOptions> = {}) {
  const registry = new ProviderRegistry({ encryptionKey, ...options });
  registry.registerPlugin(counting.plugin);
  return registry;
}

function encrypted(credentials: object): string {
  return encryptCredentials(credentials, encryptionKey);
}

describe('the same credentials', () => {
  test('make one provider, however many ask at the same time', async () => {
    const counting = new CountingPlugin();
    const registry = registryWith(counting);
    const text = encrypted({ api_token: 'token-a' });
    const providers = await Promise.all(
      Array.from({ length: 10_000 }, () => registry.getProvider('tiny', text)),
    );
    expect(new Set(providers).size).toBe(1);
    expect(await registry.getProvider('tiny', text)).toBe(providers[0]);
    expect(counting.constructed).toHaveLength(1);
  });

  test('make one provider when they are encrypted anew, with their fields in another order', async () => {
    const counting = new CountingPlugin();
    const registry = registryWith(counting);
    const first = await registry.getProvider('tiny', encrypted({ api_token: 'a', region: 'r' }));
    const second = await registry.getProvider('tiny', encrypted({ region: 'r', api_token: 'a' }));
    expect(second).toBe(first);
    expect(counting.constructed).toHaveLength(1);
  });

  test('make one provider under both names of a plugin', async () => {
    const counting = new CountingPlugin();
    const registry = registryWith(counting);
    registry.registerPlugin(counting.plugin, '@acme/tiny');
    const text = encrypted({ api_token: 'a' });
    expect(await registry.getProvider('@acme/tiny', text)).toBe(
      await registry.getProvider('tiny', text),
    );
  });

  test('make two providers in two registries', async () => {
    const counting = new CountingPlugin();
    const text = encrypted({ api_token: 'a' });
    const first = await registryWith(counting).getProvider('tiny', text);
    expect(await registryWith(counting).getProvider('tiny', text)).not.toBe(first);
  });
});

describe('different credentials never share a provider', () => {
  test('whatever differs in them', async () => {
    const counting = new CountingPlugin({ credentials: v.record(v.string(), v.unknown()) });
    const registry = registryWith(counting);
    const all = [
      {},
      { a: '1' },
      { a: 1 },
      { a: true },
      { a: null },
      { a: [] },
      { a: {} },
      { a: ['1'] },
      { a: { b: '1' } },
      { 'a":"1","b': '1' },
      { a: '1', b: '1' },
      { a: '1","b":"1' },
      { a: 'A' },
      { a: 'é' },
      JSON.parse('{ "__proto__": "1" }'),
      JSON.parse('{ "__proto__": "2" }'),
      { a: 'e\u0301' },
    ];
    const providers = await Promise.all(
      all.map((credentials) => registry.getProvider('tiny', encrypted(credentials))),
    );
    expect(new Set(providers).size).toBe(all.length);
  });

  test('also when the schema turns them into what shows nothing in JSON', async () => {
    class HiddenToken {
      readonly #token: string;
      constructor(token: string) {
        this.#token = token;
      }
      reveal(): string {
        return this.#token;
      }
    }
    const counting = new CountingPlugin({
      credentials: v.pipe(
        v.object({ api_token: v.string() }),
        v.transform(({ api_token }) => new HiddenToken(api_token)),
      ),
    });
    const registry = registryWith(counting);
    const [first, second] = await Promise.all([
      registry.getProvider('tiny', encrypted({ api_token: 'tenant-one' })),
      registry.getProvider('tiny', encrypted({ api_token: 'tenant-two' })),
    ]);
    expect(second).not.toBe(first);
    expect(counting.constructed).toHaveLength(2);
  });

  test('nor do two plugins that have the same provider name', async () => {
    const [one, two] = [new CountingPlugin(), new CountingPlugin()];
    const registry = registryWith(one);
    registry.registerPlugin(two.plugin, '@acme/tiny');
    const text = encrypted({ api_token: 'a' });
    const first = await registry.getProvider('tiny', text);
    expect(await registry.getProvider('@acme/tiny', text)).not.toBe(first);
    registry.registerPlugin(two.plugin);
    expect(await registry.getProvider('tiny', text)).not.toBe(first);
    expect(one.constructed).toHaveLength(1);
    expect(two.constructed).toHaveLength(1);
  });
});

describe('a construction that failed', () => {
  test('is tried again by the next call', async () => {
    const counting = new CountingPlugin();
    counting.failures = 2;
    const registry = registryWith(counting);
    const text = encrypted({ api_token: 'a' });
    const outcomes = await Promise.allSettled([
      registry.getProvider('tiny', text),
      registry.getProvider('tiny', text),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(counting.constructed).toHaveLength(1);
    await expect(registry.getProvider('tiny', text)).rejects.toThrow(IncompatibleProviderError);
    await expect(registry.getProvider('tiny', text)).resolves.toBeInstanceOf(TinyProvider);
    expect(counting.constructed).toHaveLength(3);
  });

  test('does not take the place of another one in the cache', async () => {
    const counting = new CountingPlugin();
    const registry = registryWith(counting, { maxProviders: 1 });
    const failing = encrypted({ api_token: 'failing' });
    counting.failures = 1;
    const failed = registry.getProvider('tiny', failing);
    const kept = await registry.getProvider('tiny', encrypted({ api_token: 'kept' }));
    await expect(failed).rejects.toThrow(IncompatibleProviderError);
    expect(await registry.getProvider('tiny', encrypted({ api_token: 'kept' }))).toBe(kept);
  });

  test('does not take away the provider that was made of the same credentials meanwhile', async () => {
    const failLater: (() => void)[] = [];
    let tellBegun = () => {};
    const begun = new Promise<void>((resolve) => {
      tellBegun = resolve;
    });
    const counting = new CountingPlugin({
      createProvider: () => {
        if (failLater.length > 0) return new TinyProvider(systemClock);
        tellBegun();
        return new Promise((_, reject) => {
          failLater.push(() => reject(new Error('too slow')));
        });
      },
    });
    const registry = registryWith(counting, { maxProviders: 1 });
    const text = encrypted({ api_token: 'a' });
    const slow = registry.getProvider('tiny', text);
    await begun;
    await registry.getProvider('tiny', encrypted({ api_token: 'b' }));
    const made = await registry.getProvider('tiny', text);
    for (const fail of failLater) fail();
    await expect(slow).rejects.toThrow(IncompatibleProviderError);
    expect(await registry.getProvider('tiny', text)).toBe(made);
  });

  test('for credentials that lack a field is an InvalidInputError, and constructs nothing', async () => {
    const counting = new CountingPlugin();
    const error = await registryWith(counting)
      .getProvider('tiny', encrypted({ region: 5 }))
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({
      issues: [{ path: 'credentials.api_token' }, { path: 'credentials.region' }],
    });
    expect(counting.constructed).toEqual([]);
  });
});

test('the cache keeps as many providers as it is told; the least recently used goes', async () => {
  const counting = new CountingPlugin();
  const registry = registryWith(counting, { maxProviders: 2 });
  const get = (api_token: string) => registry.getProvider('tiny', encrypted({ api_token }));
  const a = await get('a');
  const b = await get('b');
  expect(await get('a')).toBe(a);
  await get('c');
  expect(counting.constructed).toHaveLength(3);
  expect(await get('a')).toBe(a);
  expect(await get('b')).not.toBe(b);
  expect(counting.constructed).toHaveLength(4);
});

test('the cache keeps a thousand providers by default', async () => {
  const counting = new CountingPlugin();
  const registry = registryWith(counting);
  const get = (number: number) =>
    registry.getProvider('tiny', encrypted({ api_token: `token-${number}` }));
  const [first, second] = await Promise.all(Array.from({ length: 1_001 }, (_, n) => get(n)));
  expect(await get(1)).toBe(second);
  expect(await get(0)).not.toBe(first);
  expect(counting.constructed).toHaveLength(1_002);
});
