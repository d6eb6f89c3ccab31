import { readFile } from 'node:fs/promises';
import { InvalidInputError } from '@stagely/core';
import { parseCredentials, VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import plugin, { VirtualClock as ExportedClock, MockProvider } from './index.js';

const operation = { provider: 'mock', operation: 'getProvider' };

describe('the plugin', () => {
  it('says in the manifest what it says itself', async () => {
    const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
    const { name, contract } = plugin;
    expect(JSON.parse(manifest).stagely).toEqual({ provider: name, contract });
  });

  it('makes providers of credentials, settings and clock', async () => {
    const clock = new VirtualClock();
    const limits = { create: { burst: 5, perSecond: 2 } };
    const provider = await plugin.createProvider(
      { region: 'mock-2' },
      { clock, settings: { limits } },
    );
    expect(provider).toBeInstanceOf(MockProvider);
    expect(provider.limits).toEqual(limits);
    const created = await provider.createInstance({ size: 'small', architecture: 'amd64' });
    expect(created.region).toBe('mock-2');
    const { launchedAt } = await provider.getInstanceStatus(created.instanceId);
    expect(launchedAt).toEqual(new Date(clock.now()));
  });

  it('warns that its instances end with the process', async () => {
    const warned: string[] = [];
    const ignore = () => undefined;
    const warn = (_: object, message: string) => warned.push(message);
    const logger = { debug: ignore, info: ignore, warn, error: ignore };
    await plugin.createProvider({}, { logger });
    expect(warned).toEqual([expect.stringContaining('memory of this process')]);
  });

  it('finds the region in the environment, and nothing else', () => {
    const environment = { STAGELY_MOCK_REGION: 'mock-2', AWS_REGION: 'eu-west-1' };
    expect(plugin.credentialsFromEnvironment(environment)).toEqual({ region: 'mock-2' });
    expect(plugin.credentialsFromEnvironment({ STAGELY_MOCK_REGION: '' })).toEqual({});
    expect(plugin.credentialsFromEnvironment({})).toEqual({});
    expect(plugin.environmentVariables).toEqual({ region: ['STAGELY_MOCK_REGION'] });
  });

  it('declares its token secret', () => {
    expect(plugin.secretFields).toEqual(['api_token']);
  });

  it.each([{}, { region: 'mock-1' }, { api_token: 'any' }])('accepts %j', async (credentials) => {
    expect(await parseCredentials(plugin.credentials, credentials, operation)).toEqual(credentials);
  });

  it.each<[unknown, string]>([
    [{ region: 5 }, 'credentials.region'],
    [{ region: '' }, 'credentials.region'],
    [{ api_token: '' }, 'credentials.api_token'],
    [{ token: 'any' }, 'credentials.token'],
    ['mock-1', 'credentials'],
    [null, 'credentials'],
    [[], 'credentials'],
  ])('refuses %j', async (credentials, path) => {
    await expect(
      parseCredentials(plugin.credentials, credentials, operation),
    ).rejects.toMatchObject({ issues: [{ path }] });
    expect(() => Reflect.construct(MockProvider, [credentials])).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ path })] }),
    );
  });

  it('exports the clock of the toolkit', () => {
    expect(ExportedClock).toBe(VirtualClock);
  });
});

describe('the context', () => {
  it.each<[unknown, string]>([
    [null, 'context'],
    [5, 'context'],
    [{ clock: 5 }, 'context.clock'],
    [{ clock: { now: () => 0 } }, 'context.clock'],
    [{ logger: {} }, 'context.logger'],
    [{ logger: null }, 'context.logger'],
    [{ fetch: 'fetch' }, 'context.fetch'],
    [{ random: 4 }, 'context.random'],
    [{ setings: {} }, 'context.setings'],
  ])('is refused when it is %o', (context, path) => {
    const refused = expect.objectContaining({ issues: [expect.objectContaining({ path })] });
    for (const make of [
      () => Reflect.construct(MockProvider, [{}, context]),
      () => Reflect.apply(plugin.createProvider, plugin, [{}, context]),
    ]) {
      expect(make).toThrow(InvalidInputError);
      expect(make).toThrow(refused);
    }
  });

  it('is listed with everything wrong in it and in the credentials', () => {
    const context = { clock: 5, logger: {}, setings: {}, settings: { delay: -1 } };
    expect(() => Reflect.construct(MockProvider, [{ region: 5 }, context])).toThrow(
      expect.objectContaining({
        issues: [
          'context.settings.delay',
          'context.logger',
          'context.clock',
          'context.setings',
          'credentials.region',
        ].map((path) => expect.objectContaining({ path })),
      }),
    );
  });

  it('may have more than the mock uses', () => {
    const { fetch } = globalThis;
    expect(new MockProvider({}, { fetch, random: Math.random })).toBeInstanceOf(MockProvider);
  });
});

describe('the settings', () => {
  it.each<[unknown, string]>([
    [{ delay: -1 }, 'context.settings.delay'],
    [{ delay: '5s' }, 'context.settings.delay'],
    [{ addressDelay: -1 }, 'context.settings.addressDelay'],
    [{ bootDelay: Number.NaN }, 'context.settings.bootDelay'],
    [{ spot: 'yes' }, 'context.settings.spot'],
    [{ regions: [] }, 'context.settings.regions.0'],
    [{ regions: 'mock-1' }, 'context.settings.regions'],
    [{ regions: ['mock-1', 'not a region'] }, 'context.settings.regions.1'],
    [{ limits: { create: { burst: 0, perSecond: 1 } } }, 'context.settings.limits.create.burst'],
    [{ limits: { create: { burst: 1 } } }, 'context.settings.limits.create.perSecond'],
    [{ limits: { creates: {} } }, 'context.settings.limits.creates'],
    [{ endpoint: 'http://127.0.0.1' }, 'context.settings.endpoint'],
    [7, 'context.settings'],
    [null, 'context.settings'],
  ])('refuse %j', (settings, path) => {
    const construct = () => new MockProvider({}, { settings });
    expect(construct).toThrow(InvalidInputError);
    expect(construct).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ path })] }),
    );
  });

  it('say what is missing and what is too much in words that fit', () => {
    const limits = { create: { burst: 1 }, creates: {} };
    expect(() => new MockProvider({}, { settings: { limits } })).toThrow(
      'mock: new MockProvider was given invalid input: context.settings.limits.create.perSecond is required; context.settings.limits.creates is not a known field.',
    );
  });

  it('must have the region of the credentials', () => {
    expect(() => new MockProvider({ region: 'mars-1' })).toThrow(
      expect.objectContaining({
        issues: [expect.objectContaining({ path: 'credentials.region' })],
      }),
    );
  });

  it('leave the request budget out by default', () => {
    expect('limits' in new MockProvider()).toBe(false);
  });
});
