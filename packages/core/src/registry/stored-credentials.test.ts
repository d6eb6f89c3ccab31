import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { CountingPlugin } from '../../test/counting-plugin.js';
import { TinyProvider } from '../../test/tiny-provider.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import { silentLogger } from '../contract/logger.js';
import { encryptCredentials } from '../credentials/encrypt-credentials.js';
import { generateEncryptionKey } from '../credentials/encryption-key.js';
import { CredentialDecryptionError } from '../errors/credential-decryption-error.js';
import { ProviderRegistry } from './provider-registry.js';
import type { ProviderRegistryOptions } from './registry-options.js';

const encryptionKey = generateEncryptionKey();

function registryWith(counting: CountingPlugin, options: Partial<ProviderRegistryOptions> = {}) {
  const registry = new ProviderRegistry({ encryptionKey, ...options });
  registry.registerPlugin(counting.plugin);
  return registry;
}

function encrypted(credentials: object, context?: string): string {
  return encryptCredentials(credentials, encryptionKey, { context });
}

describe('stored credentials are opened on every call', () => {
  test('so a text that was changed fails although the provider is cached', async () => {
    const registry = registryWith(new CountingPlugin());
    const text = encrypted({ api_token: 'a' });
    await registry.getProvider('tiny', text);
    const changed = Buffer.from(text, 'base64');
    changed.writeUInt8(changed.readUInt8(20) ^ 1, 20);
    await expect(registry.getProvider('tiny', changed.toString('base64'))).rejects.toThrow(
      CredentialDecryptionError,
    );
  });

  test('with their context, which has to be right although the provider is cached', async () => {
    const registry = registryWith(new CountingPlugin());
    const text = encrypted({ api_token: 'a' }, 'team-7:tiny');
    const provider = await registry.getProvider('tiny', text, { context: 'team-7:tiny' });
    for (const options of [undefined, {}, { context: 'team-8:tiny' }, { context: 't' }]) {
      await expect(registry.getProvider('tiny', text, options)).rejects.toThrow(
        CredentialDecryptionError,
      );
    }
    const unbound = encrypted({ api_token: 'a' });
    await expect(registry.getProvider('tiny', unbound, { context: 'team-7:tiny' })).rejects.toThrow(
      CredentialDecryptionError,
    );
    const options = { context: 'team-7:tiny', allowUnbound: true };
    expect(await registry.getProvider('tiny', unbound, options)).toBe(provider);
  });

  test('with any of several keys, which nobody can change afterwards', async () => {
    const [oldKey, newKey] = [generateEncryptionKey(), generateEncryptionKey()];
    const keys = [newKey, oldKey];
    const registry = registryWith(new CountingPlugin(), { encryptionKey: keys });
    const texts = [oldKey, newKey].map((key) => encryptCredentials({ api_token: 'a' }, key));
    keys.length = 0;
    oldKey.fill(0);
    const [first, second] = await Promise.all(
      texts.map((text) => registry.getProvider('tiny', text)),
    );
    expect(first).toBeInstanceOf(TinyProvider);
    expect(second).toBe(first);
  });
});

describe('a plugin is given', () => {
  test('the clock, the logger and the fetch of the registry', async () => {
    const counting = new CountingPlugin();
    const clock = new VirtualClock();
    const options = { clock, logger: silentLogger, fetch: globalThis.fetch };
    await registryWith(counting, options).getProvider('tiny', encrypted({ api_token: 'a' }));
    expect(counting.constructed[0]?.context).toEqual({ ...options, settings: undefined });
    expect(counting.constructed[0]?.context.clock).toBe(clock);
  });

  test('the settings under its name, and never those of another or of the credentials', async () => {
    const counting = new CountingPlugin();
    const settings = { endpoint: 'http://127.0.0.1:1' };
    const registry = registryWith(counting, { providers: { tiny: settings, other: { a: 1 } } });
    const text = encrypted({
      api_token: 'a',
      endpoint: 'http://evil',
      settings: { endpoint: 'x' },
    });
    await registry.getProvider('tiny', text);
    expect(counting.constructed[0]?.context.settings).toBe(settings);
    expect(counting.constructed[0]?.credentials).toEqual({ api_token: 'a' });
  });

  test('no settings where there are none, also under a name that every object has', async () => {
    const counting = new CountingPlugin({ name: 'constructor' });
    const registry = registryWith(counting, { providers: { other: {} } });
    await registry.getProvider('constructor', encrypted({ api_token: 'a' }));
    expect(counting.constructed[0]?.context.settings).toBeUndefined();
  });

  test('the settings as they were when the registry was made', async () => {
    const counting = new CountingPlugin();
    const providers: Record<string, object> = { tiny: { endpoint: 'first' } };
    const registry = registryWith(counting, { providers });
    providers['tiny'] = { endpoint: 'second' };
    await registry.getProvider('tiny', encrypted({ api_token: 'a' }));
    expect(counting.constructed[0]?.context.settings).toEqual({ endpoint: 'first' });
  });
});

test('nothing secret is seen in a registry', async () => {
  const counting = new CountingPlugin();
  const registry = registryWith(counting);
  const secret = 'token-that-nobody-may-see';
  await registry.getProvider('tiny', encrypted({ api_token: secret }));
  counting.failures = 1;
  const error = await registry
    .getProvider('tiny', encrypted({ api_token: `${secret}-2` }))
    .catch((caught: unknown) => caught);
  for (const value of [registry, error]) {
    const shown = inspect(value, { depth: null, showHidden: true }) + JSON.stringify(value);
    for (const form of [secret, Buffer.from(secret).toString('base64')]) {
      expect(shown).not.toContain(form);
    }
    expect(shown).not.toContain(inspect(encryptionKey).slice(16, 60));
    expect(shown).not.toContain(Buffer.from(encryptionKey).toString('hex'));
  }
  expect(JSON.stringify(registry)).toBe('{}');
});
