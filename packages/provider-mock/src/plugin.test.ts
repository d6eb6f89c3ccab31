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

describe('the settings', () => {
  it.each<[unknown, string]>([
    [{ delay: -1 }, 'settings.delay'],
    [{ delay: '5s' }, 'settings.delay'],
    [{ addressDelay: -1 }, 'settings.addressDelay'],
    [{ bootDelay: Number.NaN }, 'settings.bootDelay'],
    [{ spot: 'yes' }, 'settings.spot'],
    [{ regions: [] }, 'settings.regions.0'],
    [{ regions: 'mock-1' }, 'settings.regions'],
    [{ regions: ['mock-1', 'not a region'] }, 'settings.regions.1'],
    [{ limits: { create: { burst: 0, perSecond: 1 } } }, 'settings.limits.create.burst'],
    [{ limits: { create: { burst: 1 } } }, 'settings.limits.create.perSecond'],
    [{ limits: { creates: {} } }, 'settings.limits.creates'],
    [{ endpoint: 'http://127.0.0.1' }, 'settings.endpoint'],
    [7, 'settings'],
    [null, 'settings'],
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
      'mock: new MockProvider was given invalid input: settings.limits.create.perSecond is required; settings.limits.creates is not a known field.',
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
