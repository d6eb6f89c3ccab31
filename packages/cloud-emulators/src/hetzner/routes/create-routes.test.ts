import { describe, expect, it } from 'vitest';
import { createHetznerClient, errorIn, namesIn } from '../testing/hetzner-client.js';
import { READ_ONLY_TOKEN, startHetzner, TOKEN } from '../testing/start-hetzner.js';

describe('access', () => {
  it('needs a token, and the right one', async () => {
    const { emulator, client } = await startHetzner();
    const nobody = createHetznerClient(emulator.url, undefined);
    expect(errorIn(await nobody.get('/servers'))).toEqual({
      status: 401,
      code: 'unauthorized',
      message: 'token is required',
      details: null,
    });
    const stranger = createHetznerClient(emulator.url, 'wrong');
    expect(errorIn(await stranger.get('/servers'))).toMatchObject({
      status: 401,
      code: 'unauthorized',
      message: 'the token you have provided is invalid',
    });
    const basic = { authorization: `Basic ${TOKEN}` };
    expect(errorIn(await client.send('GET', '/servers', undefined, basic))).toMatchObject({
      message: 'token is required',
    });
    expect((await client.get('/servers')).status).toBe(200);
  });

  it('checks the path before the token, and the token before the method', async () => {
    const { emulator, client } = await startHetzner();
    const nobody = createHetznerClient(emulator.url, undefined);
    for (const path of ['/nothing', '/servers/', '/Servers', '/servers/1/2/3/4', '/networks']) {
      expect(errorIn(await nobody.get(path))).toEqual({
        status: 404,
        code: 'not_found',
        message: 'api route not found',
        details: null,
      });
    }
    expect((await fetch(`${emulator.url}/servers`)).status).toBe(404);
    expect(errorIn(await nobody.send('PUT', '/servers', {})).status).toBe(401);
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      expect(errorIn(await client.send(method, '/servers'))).toMatchObject({
        status: 405,
        code: 'method_not_allowed',
      });
    }
  });

  it('lets a read-only token read and nothing else', async () => {
    const { emulator, state } = await startHetzner();
    const { id } = state.plantServer({ name: 'web' });
    const reader = createHetznerClient(emulator.url, READ_ONLY_TOKEN);
    expect(namesIn(await reader.get('/servers'), 'servers')).toEqual(['web']);
    for (const [method, path] of [
      ['POST', '/servers'],
      ['PUT', `/servers/${id}`],
      ['DELETE', `/servers/${id}`],
      ['POST', `/servers/${id}/actions/poweroff`],
    ] as const) {
      expect(errorIn(await reader.send(method, path))).toMatchObject({
        status: 403,
        code: 'token_readonly',
      });
    }
    state.setBehaviour({ readOnlyToken: { status: 403, code: 'forbidden' } });
    expect(errorIn(await reader.send('POST', '/servers')).code).toBe('forbidden');
    expect(state.server(id)?.status).toBe('running');
  });

  it('keeps projects apart', async () => {
    const credentials = ['a', { token: 'b', project: 'other' }, { token: 'c', project: 'other' }];
    const { emulator } = await startHetzner({ credentials });
    const [a, b, c] = ['a', 'b', 'c'].map((token) => createHetznerClient(emulator.url, token));
    const { server, action } = (await a?.create({ name: 'same' })) ?? {};
    const other = await b?.create({ name: 'same' });
    expect(other?.server.id).not.toBe(server?.id);
    expect((await c?.get(`/servers/${other?.server.id}`))?.status).toBe(200);
    expect((await c?.get(`/servers/${server?.id}`))?.status).toBe(404);
    expect((await b?.get(`/actions/${action?.id}`))?.status).toBe(404);
    expect((await b?.send('DELETE', `/servers/${server?.id}`))?.status).toBe(404);
    expect(emulator.state.servers().map(({ project }) => project)).toEqual(['default', 'other']);
    expect(emulator.state.servers({ project: 'other' })).toHaveLength(1);
  });

  it('gives every answer a correlation id of its own', async () => {
    const { client } = await startHetzner();
    const answers = [
      await client.get('/servers'),
      await client.get('/nothing'),
      await client.get('/servers/7'),
    ];
    const ids = answers.map(({ headers }) => headers.get('x-correlation-id'));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the rate limit', () => {
  it('counts 3,600 requests for each project and gives one back a second', async () => {
    const { emulator, clock } = await startHetzner({
      credentials: ['a', { token: 'b', project: 'other' }],
    });
    const a = createHetznerClient(emulator.url, 'a');
    const first = await a.get('/locations');
    expect(first.headers.get('ratelimit-limit')).toBe('3600');
    expect(first.headers.get('ratelimit-remaining')).toBe('3599');
    expect(first.headers.get('ratelimit-reset')).toBe(String(clock.now() / 1000 + 1));
    await a.get('/locations');
    await clock.advance(1000);
    expect((await a.get('/locations')).headers.get('ratelimit-remaining')).toBe('3598');
    const b = createHetznerClient(emulator.url, 'b');
    expect((await b.get('/locations')).headers.get('ratelimit-remaining')).toBe('3599');
  });

  it('refuses what goes beyond it with 429, until the bucket has a request again', async () => {
    const { clock, client } = await startHetzner({
      rateLimits: { project: { burst: 2, perSecond: 1 } },
    });
    await client.get('/locations');
    await client.get('/locations');
    const refused = await client.get('/locations');
    expect(errorIn(refused)).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
    expect(refused.headers.get('ratelimit-reset')).toBe(String(clock.now() / 1000 + 2));
    expect(refused.headers.has('retry-after')).toBe(false);
    await clock.advance(1000);
    expect((await client.get('/locations')).status).toBe(200);
    expect((await client.get('/locations')).status).toBe(429);
  });

  it('counts requests without a valid token together, apart from those of projects', async () => {
    const { emulator, client } = await startHetzner({
      rateLimits: { project: { burst: 2, perSecond: 1 } },
    });
    const nobody = createHetznerClient(emulator.url, undefined);
    const stranger = createHetznerClient(emulator.url, 'wrong');
    expect((await nobody.get('/servers')).status).toBe(401);
    expect((await stranger.get('/servers')).status).toBe(401);
    expect((await nobody.get('/servers')).status).toBe(429);
    expect((await client.get('/servers')).status).toBe(200);
  });

  it('only counts where limits are not enforced', async () => {
    const { client } = await startHetzner({ rateLimits: false });
    for (let count = 0; count < 5; count++) await client.get('/locations');
    const { status, headers } = await client.get('/locations');
    expect([status, headers.get('ratelimit-remaining')]).toEqual([200, '3594']);
  });
});

describe('maintenance', () => {
  it('refuses writes and lets reads through', async () => {
    const { client, state } = await startHetzner();
    state.setMaintenance(true);
    expect(errorIn(await client.send('POST', '/servers', {}))).toMatchObject({
      status: 403,
      code: 'maintenance',
    });
    expect((await client.get('/servers')).status).toBe(200);
    state.setMaintenance(false);
    await expect(client.create()).resolves.toMatchObject({ server: { name: 'web' } });
  });
});
