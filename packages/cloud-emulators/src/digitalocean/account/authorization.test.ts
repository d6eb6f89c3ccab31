import { InvalidInputError } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  clientOf,
  createDroplet,
  errorOf,
  someDroplet,
  startDigitalOcean,
} from '../testing/start-digitalocean.js';

const unauthorized = {
  status: 401,
  id: 'unauthorized',
  message: 'Unable to authenticate you',
};
const missingScope = {
  status: 403,
  id: 'forbidden',
  message: 'You are not authorized to perform this operation.',
};

describe('tokens', () => {
  it('have to be shown as a bearer token', async () => {
    const { emulator } = await startDigitalOcean();
    const send = (authorization?: string) =>
      errorOf(
        fetch(`${emulator.url}/v2/account`, { headers: authorization ? { authorization } : {} }),
      );
    expect(await send()).toEqual(unauthorized);
    expect(await send('Bearer nonsense')).toEqual(unauthorized);
    expect(await send('Basic ZG9wX3YxX2VtdWxhdGVkOg==')).toEqual(unauthorized);
    expect(await send('dop_v1_emulated')).toEqual(unauthorized);
    expect(await send('Bearer dop_v1_emulated')).toMatchObject({ status: 200 });
  });

  it('are asked for before anything else', async () => {
    const { emulator } = await startDigitalOcean();
    const stranger = clientOf(emulator, 'stranger');
    for (const [method, path] of [
      ['POST', '/v2/droplets'],
      ['GET', '/v2/nothing'],
      ['PUT', '/v2/droplets'],
      ['GET', '/'],
    ] as const) {
      expect(await errorOf(stranger(method, path)), path).toEqual(unauthorized);
    }
  });

  it('expire, are given out and are revoked', async () => {
    const clock = new VirtualClock();
    const expiresAt = new Date(clock.now() + 1_000);
    const { emulator, state } = await startDigitalOcean({
      clock,
      credentials: [{ token: 'short', expiresAt }],
    });
    const status = async (token: string) =>
      (await clientOf(emulator, token)('GET', '/v2/account')).status;
    expect(await status('dop_v1_emulated')).toBe(401);
    expect(await status('short')).toBe(200);
    await clock.advance(1_000);
    expect(await status('short')).toBe(401);
    state.tokens.add('long');
    expect(await status('long')).toBe(200);
    state.tokens.revoke('long');
    expect(await status('long')).toBe(401);
  });

  it('that are read-only read everything and change nothing', async () => {
    const { emulator, state } = await startDigitalOcean({
      credentials: [{ token: 'reader', scopes: 'read' }],
    });
    const { id } = state.droplets.plant({ name: 'web', tags: ['ci'] });
    const client = clientOf(emulator, 'reader');
    for (const path of ['account', 'droplets', `droplets/${id}`, 'sizes', 'regions', 'tags']) {
      expect((await client('GET', `/v2/${path}`)).status, path).toBe(200);
    }
    const refused = {
      status: 403,
      id: 'forbidden',
      message: 'You do not have access for the attempted action.',
    };
    expect(await errorOf(client('POST', '/v2/droplets', someDroplet))).toEqual(refused);
    expect(await errorOf(client('DELETE', `/v2/droplets/${id}`))).toEqual(refused);
    expect(state.droplets.existing()).toHaveLength(1);
  });

  it('with custom scopes may do what these name, and perhaps not read the account', async () => {
    const { emulator, state } = await startDigitalOcean({
      credentials: [{ token: 'scoped', scopes: ['droplet:read', 'droplet:delete'] }],
    });
    const { id } = state.droplets.plant({ name: 'web', tags: ['ci'] });
    const client = clientOf(emulator, 'scoped');
    expect(await errorOf(client('GET', '/v2/account'))).toEqual(missingScope);
    expect(await errorOf(client('GET', '/v2/sizes'))).toEqual(missingScope);
    expect((await client('GET', '/v2/droplets?per_page=1')).status).toBe(200);
    expect(await errorOf(client('GET', '/v2/droplets?tag_name=ci'))).toEqual(missingScope);
    expect(await errorOf(client('DELETE', '/v2/droplets?tag_name=ci'))).toEqual(missingScope);
    const { droplet } = await bodyOf(client('GET', `/v2/droplets/${id}`));
    expect(droplet.tags).toEqual([]);
    expect((await client('DELETE', `/v2/droplets/${id}`)).status).toBe(204);
  });

  it.each<[string, object, string]>([
    ['the image', {}, 'image:read'],
    ['tags', { tags: ['ci'] }, 'tag:create'],
    ['SSH keys', { ssh_keys: [1] }, 'ssh_key:read'],
    ['a network', { vpc_uuid: '760e09ef-dc84-11e8-981e-3cfdfeaae000' }, 'vpc:read'],
    ['volumes', { volumes: ['v'] }, 'block_storage:read'],
  ])('need a scope of its own for %s of a droplet', async (_, change, scope) => {
    const scopes = ['droplet:create', 'image:read', scope];
    const { emulator } = await startDigitalOcean({
      credentials: [
        { token: 'with', scopes },
        { token: 'without', scopes: scopes.filter((each) => each !== scope) },
      ],
    });
    const body = { ...someDroplet, ...change };
    const without = clientOf(emulator, 'without')('POST', '/v2/droplets', body);
    expect(await errorOf(without)).toEqual(missingScope);
    expect((await clientOf(emulator, 'with')('POST', '/v2/droplets', body)).status).not.toBe(403);
  });

  it.each<[unknown]>([
    ['token'],
    [['']],
    [['two words']],
    [[7]],
    [[{ token: 'x', scopes: 'some' }]],
    [[{ token: 'x', scopes: ['droplet'] }]],
    [[{ token: 'x', expiresAt: 'tomorrow' }]],
    [[{ token: 'x', scope: 'full' }]],
  ])('are refused at the start when malformed: %j', async (credentials) => {
    const start = async () => Reflect.apply(startDigitalOcean, undefined, [{ credentials }]);
    await expect(start()).rejects.toThrow(InvalidInputError);
    await expect(start()).rejects.toThrow('options.credentials');
  });

  it('are not in the request log', async () => {
    const { client, emulator } = await startDigitalOcean();
    await createDroplet(client);
    expect(JSON.stringify(emulator.requests.all())).not.toContain('dop_v1_emulated');
  });
});

describe('the account', () => {
  it('shows its status, its limit and what else is set', async () => {
    const { client, state } = await startDigitalOcean();
    expect(await bodyOf(client('GET', '/v2/account'))).toMatchObject({
      account: { status: 'active', droplet_limit: 25, email_verified: true, status_message: '' },
    });
    state.account.status = 'warning';
    state.account.statusMessage = 'Payment is due.';
    expect(await bodyOf(client('GET', '/v2/account'))).toMatchObject({
      account: { status: 'warning', status_message: 'Payment is due.' },
    });
    await createDroplet(client);
  });

  it('shows a large limit where there is none', async () => {
    const { client } = await startDigitalOcean({ quotas: { droplets: 'unlimited' } });
    const { account } = await bodyOf(client('GET', '/v2/account'));
    expect(account.droplet_limit).toBe(1_000_000);
  });
});
