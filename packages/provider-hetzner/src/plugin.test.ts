import { inspect } from 'node:util';
import { InvalidInputError, ProviderRegistry } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import plugin, { HetznerProvider } from './index.js';
import { READ_ONLY_TOKEN, startCloud, TOKEN } from './testing/start-cloud.js';

const credentials = { api_token: 'a-token', location: 'nbg1' };

describe('credentials from the environment', () => {
  it.each([
    [{}, {}],
    [
      { HETZNER_API_TOKEN: 'a', HETZNER_LOCATION: 'b' },
      { api_token: 'a', location: 'b' },
    ],
    [
      { HCLOUD_TOKEN: 'a', HCLOUD_LOCATION: 'b' },
      { api_token: 'a', location: 'b' },
    ],
    [
      { HETZNER_API_TOKEN: 'a', HCLOUD_TOKEN: 'x', HETZNER_LOCATION: '', HCLOUD_LOCATION: 'b' },
      { api_token: 'a', location: 'b' },
    ],
  ])('%j are %j', (environment, found) => {
    expect(plugin.credentialsFromEnvironment(environment)).toEqual(found);
  });
});

describe('the construction', () => {
  it('lists everything that is wrong with credentials and context', () => {
    const wrong = {
      credentials: { api_token: 'two\nlines', location: 'no location!', region: 'x' },
      context: {
        settings: { endpoint: 'ftp://x', requestTimeoutMs: 0, retries: 3 },
        clock: { now: 1 },
        fetch: 'curl',
        logger: console.log,
      },
    };
    // A program without types.
    const parsed = JSON.parse(JSON.stringify(wrong));
    const error = thrownBy(() => new HetznerProvider(parsed.credentials, parsed.context));
    expect(error).toBeInstanceOf(InvalidInputError);
    const paths = error instanceof InvalidInputError ? error.issues.map(({ path }) => path) : [];
    expect(paths.sort()).toEqual([
      'context.clock',
      'context.fetch',
      'context.settings.endpoint',
      'context.settings.requestTimeoutMs',
      'context.settings.retries',
      'credentials.api_token',
      'credentials.location',
      'credentials.region',
    ]);
    expect(inspect(error)).not.toContain('two\\nlines');
  });

  it.each([
    'https://api.example/v1?token=x',
    'https://user:word@api.example/v1',
    'not a URL',
    'file:///etc/passwd',
  ])('refuses the endpoint %s', (endpoint) => {
    expect(
      thrownBy(() => new HetznerProvider(credentials, { settings: { endpoint } })),
    ).toMatchObject({
      issues: [{ path: 'context.settings.endpoint' }],
    });
  });

  it.each([
    [{}, 'is required'],
    [{ api_token: 1, location: null }, 'must be a string'],
  ])('says of the credentials %j that each %s', (wrong, message) => {
    // A program without types.
    const parsed = JSON.parse(JSON.stringify(wrong));
    expect(thrownBy(() => new HetznerProvider(parsed))).toMatchObject({
      issues: [
        { path: 'credentials.api_token', message },
        { path: 'credentials.location', message },
      ],
    });
  });

  it('needs nothing but credentials, and publishes the budget of the cloud', () => {
    const provider = new HetznerProvider(credentials);
    expect(provider).toMatchObject({
      name: 'hetzner',
      limits: { total: { burst: 3_600, perSecond: 1 } },
    });
    expect(inspect(provider, { depth: 9, showHidden: true })).not.toContain('a-token');
  });

  it('is what a registry does with the plugin', async () => {
    const registry = new ProviderRegistry({ encryptionKey: new Uint8Array(32) });
    registry.registerPlugin(plugin);
    expect(plugin.createProvider(credentials, {})).toBeInstanceOf(HetznerProvider);
  });
});

describe('the endpoint', () => {
  it.each(['/v1', '/v1/'])('may end in %s', async (end) => {
    const { emulator, open } = await startCloud();
    await open({ endpoint: `${emulator.url}${end}` }).validateCredentials();
    expect(emulator.requests.all()).toMatchObject([
      { method: 'GET', path: '/v1/servers', query: { per_page: ['1'] } },
    ]);
  });
});

describe('the validation of credentials', () => {
  it('passes a token that may only read, in one call', async () => {
    const { emulator, open } = await startCloud();
    await open({}, READ_ONLY_TOKEN).validateCredentials();
    expect(emulator.requests.count()).toBe(1);
  });

  it('refuses a token that is none', async () => {
    const { open } = await startCloud();
    await expect(open({}, `${TOKEN}x`).validateCredentials()).rejects.toMatchObject({
      code: 'invalid_credentials',
      message: expect.stringContaining('the token you have provided is invalid'),
    });
  });
});

describe('a status', () => {
  it.each(['9007199254740992', '01', '-1', '1e3', 'i-0abc'])('of %s is refused', async (id) => {
    const { provider, operations } = await startCloud();
    await expect(provider.getInstanceStatus(id)).rejects.toBeInstanceOf(InvalidInputError);
    expect(operations()).toEqual([]);
  });

  it('of a server with an unknown status is pending, with a line in the log', async () => {
    const { provider, state, lines } = await startCloud();
    const { id } = state.plantServer({ name: 'own', status: 'unknown' });
    expect(await provider.getInstanceStatus(String(id))).toMatchObject({ state: 'pending' });
    expect(lines).toEqual([expect.stringContaining(String(id))]);
  });

  it('of a server without a public address is not ready', async () => {
    const { provider, state } = await startCloud();
    const { id } = state.plantServer({ name: 'own' });
    state.showAddresses(id, { afterMs: 1_000 });
    const status = await provider.getInstanceStatus(String(id));
    expect(status).toMatchObject({ state: 'running', ready: false });
    expect(status).not.toHaveProperty('publicIp');
  });
});

describe('wrong arguments', () => {
  it('are told together', async () => {
    const { provider } = await startCloud();
    // A program without types.
    const [id, date, options] = JSON.parse('["x", "tomorrow", { "timeout": 1 }]');
    await expect(provider.setExpiry(id, date, options)).rejects.toMatchObject({
      issues: [{ path: 'instanceId' }, { path: 'options.timeout' }, { path: 'expiresAt' }],
    });
  });
});

function thrownBy(call: () => unknown): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return error;
  }
}
