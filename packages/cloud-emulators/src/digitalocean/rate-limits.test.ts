import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  type Client,
  clientOf,
  errorOf,
  startDigitalOcean,
} from './testing/start-digitalocean.js';

const start = Date.parse('2026-01-01T00:00:00Z') / 1000;

async function send(client: Client, count: number, path = '/v2/regions?per_page=1') {
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent++) statuses.push((await client('GET', path)).status);
  return statuses;
}

function rateHeaders({ headers }: Response) {
  return {
    limit: Number(headers.get('ratelimit-limit')),
    remaining: Number(headers.get('ratelimit-remaining')),
    reset: Number(headers.get('ratelimit-reset')),
    retryAfter: headers.get('retry-after'),
  };
}

describe('rate limits', () => {
  it('are told in the headers of every answer, errors included', async () => {
    const { client, clock } = await startDigitalOcean();
    const first = await client('GET', '/v2/account');
    expect(rateHeaders(first)).toEqual({
      limit: 5000,
      remaining: 4999,
      reset: start + 3600,
      retryAfter: null,
    });
    await clock.advance(10_000);
    const second = await client('GET', '/v2/nothing');
    expect(rateHeaders(second)).toMatchObject({ remaining: 4998, reset: start + 3600 });
    await clock.advance(3_590_000);
    expect(rateHeaders(await client('GET', '/v2/account'))).toMatchObject({
      remaining: 4998,
      reset: start + 3610,
    });
  });

  it('allow 250 requests in any minute; beyond, the answer says when to come again', async () => {
    const { client, clock } = await startDigitalOcean();
    await send(client, 100);
    await clock.advance(20_000);
    expect(new Set(await send(client, 150))).toEqual(new Set([200]));
    const refused = await client('GET', '/v2/account');
    expect(rateHeaders(refused)).toEqual({
      limit: 5000,
      remaining: 0,
      reset: start + 3600,
      retryAfter: '40',
    });
    expect(await refused.json()).toEqual({
      id: 'too_many_requests',
      message: 'Too many requests',
    });
    await clock.advance(40_000);
    const allowed = await client('GET', '/v2/account');
    expect(rateHeaders(allowed)).toMatchObject({ remaining: 4749, retryAfter: null });
  });

  it('allow 5000 requests in any hour; beyond, only the reset time is told', async () => {
    const { client, clock } = await startDigitalOcean({
      rateLimits: { hour: { requests: 3, windowMs: 3_600_000 } },
    });
    await send(client, 3);
    const refused = await client('GET', '/v2/account');
    expect(rateHeaders(refused)).toEqual({
      limit: 3,
      remaining: 0,
      reset: start + 3600,
      retryAfter: null,
    });
    expect(await errorOf(client('GET', '/v2/account'))).toEqual({
      status: 429,
      id: 'too_many_requests',
      message: 'API rate limit exceeded.',
    });
    await clock.advance(3_600_000);
    await bodyOf(client('GET', '/v2/account'));
  });

  it('allow ten lists of SSH keys in a minute', async () => {
    const { client, clock } = await startDigitalOcean();
    expect(await send(client, 11, '/v2/account/keys')).toEqual([...Array(10).fill(200), 429]);
    const refused = await client('GET', '/v2/account/keys');
    expect(rateHeaders(refused)).toMatchObject({ retryAfter: null, remaining: 4988 });
    expect((await client('GET', '/v2/account')).status).toBe(200);
    await clock.advance(60_000);
    await bodyOf(client('GET', '/v2/account/keys'));
  });

  it('are each token’s own, and one for all unknown tokens together', async () => {
    const { emulator } = await startDigitalOcean({
      credentials: ['a', 'b'],
      rateLimits: { minute: { requests: 1, windowMs: 60_000 } },
    });
    const status = async (token: string) =>
      (await clientOf(emulator, token)('GET', '/v2/account')).status;
    expect([await status('a'), await status('a'), await status('b')]).toEqual([200, 429, 200]);
    expect([await status('x'), await status('y')]).toEqual([401, 429]);
  });

  it('refuse before there is any effect', async () => {
    const { client, state } = await startDigitalOcean({
      rateLimits: { minute: { requests: 1, windowMs: 60_000 } },
    });
    await send(client, 1);
    expect((await client('POST', '/v2/tags', { name: 'a' })).status).toBe(429);
    expect(state.tags.names()).toEqual([]);
  });

  it('can be switched off; the headers stay', async () => {
    const { client } = await startDigitalOcean({ rateLimits: false });
    expect(new Set(await send(client, 300))).toEqual(new Set([200]));
    expect(rateHeaders(await client('GET', '/v2/account'))).toMatchObject({ limit: 5000 });
  });
});
