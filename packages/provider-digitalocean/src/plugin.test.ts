import { readFile } from 'node:fs/promises';
import { InvalidInputError } from '@stagely/core';
import { parseCredentials } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import plugin, { DigitalOceanProvider } from './index.js';

const operation = { provider: 'digitalocean', operation: 'getProvider' };
const credentials = { api_token: 'dop_v1_0123456789abcdef', region: 'fra1' };

describe('the plugin', () => {
  it('says in the manifest what it says itself', async () => {
    const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
    const { name, contract } = plugin;
    expect(JSON.parse(manifest).stagely).toEqual({ provider: name, contract });
  });

  it('makes providers', async () => {
    const provider = await plugin.createProvider(credentials, {});
    expect(provider).toBeInstanceOf(DigitalOceanProvider);
    expect(provider.name).toBe('digitalocean');
    expect(provider.limits?.total?.burst).toBe(250);
    expect((provider.limits?.total?.perSecond ?? 0) * 3_600).toBeCloseTo(5_000);
  });

  it('declares its token secret', () => {
    expect(plugin.secretFields).toEqual(['api_token']);
  });

  it.each([
    [
      { DO_API_TOKEN: 'a', DO_REGION: 'b' },
      { api_token: 'a', region: 'b' },
    ],
    [
      { DIGITALOCEAN_TOKEN: 'a', DIGITALOCEAN_ACCESS_TOKEN: 'c', DIGITALOCEAN_REGION: 'b' },
      { api_token: 'a', region: 'b' },
    ],
    [{ DIGITALOCEAN_ACCESS_TOKEN: 'c' }, { api_token: 'c' }],
    [
      { DO_API_TOKEN: 'a', DIGITALOCEAN_TOKEN: 'b', DO_REGION: 'x', DIGITALOCEAN_REGION: 'y' },
      { api_token: 'a', region: 'x' },
    ],
    [{ DO_API_TOKEN: '', DIGITALOCEAN_TOKEN: 'b', DO_REGION: '' }, { api_token: 'b' }],
    [{ HETZNER_API_TOKEN: 'x' }, {}],
    [{}, {}],
  ])('finds in the environment %j the credentials %j', (environment, found) => {
    expect(plugin.credentialsFromEnvironment(environment)).toEqual(found);
  });

  it('tells the variables it reads', () => {
    expect(Object.values(plugin.environmentVariables ?? {}).map(([first]) => first)).toEqual([
      'DO_API_TOKEN',
      'DO_REGION',
    ]);
  });

  it('takes credentials as they are', async () => {
    expect(await parseCredentials(plugin.credentials, credentials, operation)).toEqual(credentials);
  });

  it.each<[unknown, readonly string[]]>([
    [{}, ['credentials.api_token', 'credentials.region']],
    [{ ...credentials, api_token: 5 }, ['credentials.api_token']],
    [{ ...credentials, api_token: '' }, ['credentials.api_token']],
    [{ ...credentials, api_token: 'two words' }, ['credentials.api_token']],
    [{ ...credentials, api_token: 'token\n' }, ['credentials.api_token']],
    [{ ...credentials, region: '' }, ['credentials.region']],
    [{ ...credentials, region: 'fra 1' }, ['credentials.region']],
    [{ ...credentials, endpoint: 'https://evil.example' }, ['credentials.endpoint']],
    ['dop_v1_0123456789abcdef', ['credentials']],
    [null, ['credentials']],
  ])('refuses %j', async (wrong, paths) => {
    const issues = paths.map((path) => expect.objectContaining({ path }));
    await expect(parseCredentials(plugin.credentials, wrong, operation)).rejects.toMatchObject({
      issues,
    });
    const construct = () => Reflect.construct(DigitalOceanProvider, [wrong]);
    expect(construct).toThrow(InvalidInputError);
    expect(construct).toThrow(expect.objectContaining({ issues }));
  });
});

describe('the context', () => {
  const refusal = (...paths: string[]) =>
    expect.objectContaining({ issues: paths.map((path) => expect.objectContaining({ path })) });

  it.each<[unknown, string]>([
    [null, 'context'],
    [{ clock: { now: () => 0 } }, 'context.clock'],
    [{ logger: {} }, 'context.logger'],
    [{ fetch: 'fetch' }, 'context.fetch'],
    [{ random: 4 }, 'context.random'],
    [{ setings: {} }, 'context.setings'],
    [{ settings: null }, 'context.settings'],
    [{ settings: { endpoint: 'api.digitalocean.com' } }, 'context.settings.endpoint'],
    [{ settings: { endpoint: 'file:///etc' } }, 'context.settings.endpoint'],
    [{ settings: { endpoint: 'https://user:pw@host' } }, 'context.settings.endpoint'],
    [{ settings: { endpoint: 'https://host/?a=b' } }, 'context.settings.endpoint'],
    [{ settings: { endpoint: 5 } }, 'context.settings.endpoint'],
    [{ settings: { requestTimeoutMs: 0 } }, 'context.settings.requestTimeoutMs'],
    [{ settings: { addressTimeoutMs: 1.5 } }, 'context.settings.addressTimeoutMs'],
    [{ settings: { terminationTimeoutMs: '1' } }, 'context.settings.terminationTimeoutMs'],
    [{ settings: { pollIntervalMs: 0 } }, 'context.settings.pollIntervalMs'],
    [{ settings: { visibilityWindowMs: -1 } }, 'context.settings.visibilityWindowMs'],
    [{ settings: { catalogueTtlMs: 2 ** 31 } }, 'context.settings.catalogueTtlMs'],
    [{ settings: { timeout: 5 } }, 'context.settings.timeout'],
  ])('is refused when it is %o', (context, path) => {
    for (const make of [
      () => Reflect.construct(DigitalOceanProvider, [credentials, context]),
      () => Reflect.apply(plugin.createProvider, plugin, [credentials, context]),
    ]) {
      expect(make).toThrow(refusal(path));
    }
  });

  it('is told of together with the credentials', () => {
    const make = () => Reflect.construct(DigitalOceanProvider, [{ region: 'fra1' }, { clock: 5 }]);
    expect(make).toThrow(refusal('credentials.api_token', 'context.clock'));
  });
});
