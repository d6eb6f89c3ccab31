import { InvalidInputError } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { DIGITALOCEAN_TEST_TOKEN } from './digitalocean-defaults.js';
import { startDigitalOceanEmulator } from './start-digitalocean-emulator.js';
import {
  bodyOf,
  createDroplet,
  errorOf,
  readDroplet,
  someDroplet,
  startDigitalOcean,
} from './testing/start-digitalocean.js';

describe('startDigitalOceanEmulator', () => {
  it.each([
    [{ unknownParameters: 'allow' }, "options.unknownParameters must be 'refuse' or 'ignore'"],
    [{ deletionDuringEvent: true }, "options.deletionDuringEvent must be 'refuse' or 'accept'"],
    [{ timings: { bootMs: 1 } }, 'options.timings.bootMs is not a known field'],
    [{ quotas: { servers: 1 } }, 'options.quotas.servers is not a known field'],
    [{ rateLimits: { day: { requests: 1, windowMs: 1 } } }, 'options.rateLimits.day'],
    [{ tokens: [] }, 'options.tokens is not a known field'],
  ])('refuses %j', async (options, message) => {
    const start = async (given: object) =>
      Reflect.apply(startDigitalOceanEmulator, undefined, [given]);
    await expect(start(options)).rejects.toThrow(InvalidInputError);
    await expect(start(options)).rejects.toThrow(message);
  });

  it('takes half a minute or so for a droplet unless told otherwise', async () => {
    const { client, clock } = await startDigitalOcean({ timings: {} });
    const id = await createDroplet(client);
    await clock.advance(19_999);
    expect(await readDroplet(client, id)).toMatchObject({ status: 'new' });
    await clock.advance(30_001);
    const { status, networks } = await readDroplet(client, id);
    expect([status, networks.v4.length]).toEqual(['active', 2]);
  });

  it('gives a public address at once with timings of zero', async () => {
    const { client } = await startDigitalOcean({
      timings: { activeMs: 0, privateAddressMs: 0, publicAddressMs: 0, deletedMs: 0 },
    });
    const { droplet } = await bodyOf(client('POST', '/v2/droplets', someDroplet), 202);
    expect(droplet).toMatchObject({ status: 'new', networks: { v4: [] } });
    expect((await readDroplet(client, droplet.id)).networks.v4).toHaveLength(2);
    expect((await client('DELETE', `/v2/droplets/${droplet.id}`)).status).toBe(204);
    expect((await client('GET', `/v2/droplets/${droplet.id}`)).status).toBe(404);
  });

  it('links to the address that the client used, also inside the process', async () => {
    const emulator = await startDigitalOceanEmulator({ port: false, clock: new VirtualClock() });
    const headers = { authorization: `Bearer ${DIGITALOCEAN_TEST_TOKEN}` };
    const answer = await emulator.fetch('https://api.digitalocean.com/v2/sizes?per_page=1', {
      headers,
    });
    expect(Object(await answer.json()).links.pages.next).toBe(
      'https://api.digitalocean.com/v2/sizes?per_page=1&page=2',
    );
    await emulator.close();
  });

  it('replays exactly from the seed', async () => {
    const play = async (seed: number) => {
      const clock = new VirtualClock();
      const emulator = await startDigitalOceanEmulator({ seed, clock, port: false });
      const headers = {
        authorization: `Bearer ${DIGITALOCEAN_TEST_TOKEN}`,
        'content-type': 'application/json',
      };
      const seen: string[] = [];
      for (let step = 0; step < 5; step++) {
        const body = JSON.stringify(someDroplet);
        await emulator.fetch('/v2/droplets', { method: 'POST', headers, body });
        const list = await emulator.fetch('/v2/droplets', { headers });
        seen.push(await list.text(), JSON.stringify([...list.headers]));
        await clock.advance(9_000);
      }
      await emulator.close();
      return seen.join('\n');
    };
    expect(await play(1)).toBe(await play(1));
    expect(await play(1)).not.toBe(await play(2));
  });
});

describe('faults by operation', () => {
  it('lose the answer to a creation that took effect', async () => {
    const { client, emulator, state } = await startDigitalOcean();
    emulator.faults.add({ operation: 'POST /v2/droplets', fault: { type: 'resetAfter' } });
    await expect(client('POST', '/v2/droplets', someDroplet)).rejects.toThrow('fetch failed');
    expect(state.droplets.existing()).toMatchObject([{ name: 'web-1', status: 'new' }]);
    expect(await bodyOf(client('GET', '/v2/droplets?name=web-1'))).toMatchObject({
      meta: { total: 1 },
    });
  });

  it('refuse a creation before it takes effect', async () => {
    const { client, emulator, state } = await startDigitalOcean();
    emulator.faults.add({ operation: 'POST /v2/droplets', fault: { type: 'resetBefore' } });
    await expect(client('POST', '/v2/droplets', someDroplet)).rejects.toThrow('fetch failed');
    expect(state.droplets.all()).toEqual([]);
  });

  it('hit one operation of many, in the cloud’s own form', async () => {
    const { client, emulator, state } = await startDigitalOcean();
    const { id } = state.droplets.plant({ name: 'web' });
    emulator.faults.add({
      operation: 'GET /v2/droplets/{id}',
      nth: 2,
      fault: { type: 'status', status: 503, code: 'service_unavailable', message: 'Come back.' },
    });
    await readDroplet(client, id);
    const answer = await client('GET', `/v2/droplets/${id}`);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await errorOf(Promise.resolve(answer))).toEqual({
      status: 503,
      id: 'service_unavailable',
      message: 'Come back.',
    });
    await readDroplet(client, id);
  });

  it('give the page of a proxy in place of a list', async () => {
    const { client, emulator } = await startDigitalOcean();
    emulator.faults.add({ operation: 'GET /v2/droplets', fault: { type: 'html' } });
    const answer = await client('GET', '/v2/droplets');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html']);
  });
});
