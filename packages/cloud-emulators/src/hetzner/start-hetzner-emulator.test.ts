import { InvalidInputError } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { startHetznerEmulator } from './start-hetzner-emulator.js';
import { sshPublicKey } from './testing/ssh-public-key.js';
import { startHetzner, TOKEN } from './testing/start-hetzner.js';

describe('startHetznerEmulator', () => {
  it.each([
    ['an unknown behaviour', { behaviour: { speed: 'high' } }, 'options.behaviour.speed'],
    ['a wrong behaviour', { behaviour: { locking: 'yes' } }, 'options.behaviour.locking'],
    ['credentials that are no list', { credentials: 'token' }, 'options.credentials'],
    ['an empty token', { credentials: [''] }, 'options.credentials.0'],
    ['an unknown timing', { timings: { bootMs: 5 } }, 'options.timings.bootMs'],
    ['an unknown quota', { quotas: { volumes: 5 } }, 'options.quotas.volumes'],
    [
      'an unknown rate limit',
      { rateLimits: { token: { burst: 1, perSecond: 1 } } },
      'options.rateLimits',
    ],
  ])('rejects %s', async (_case, options, path) => {
    const start = async () => Reflect.apply(startHetznerEmulator, undefined, [options]);
    const failure: unknown = await start().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InvalidInputError);
    expect(failure).toMatchObject({
      issues: [{ path: expect.stringContaining(path) }],
    });
  });

  it('replays exactly by its seed, inside the process', async () => {
    const run = async (seed: number) => {
      const clock = new VirtualClock();
      const emulator = await startHetznerEmulator({ clock, seed, port: false });
      const body = JSON.stringify({ name: 'web', server_type: 'cx23', image: 'debian-12' });
      const headers = { authorization: `Bearer ${TOKEN}` };
      const texts = [];
      texts.push(
        await (await emulator.fetch('/v1/servers', { method: 'POST', headers, body })).text(),
      );
      for (let second = 0; second < 12; second++) {
        await clock.advance(1000);
        texts.push(await (await emulator.fetch('/v1/servers', { headers })).text());
      }
      await emulator.close();
      return texts.join('\n');
    };
    const first = await run(1);
    expect(first).toContain('"status":"running"');
    expect(await run(1)).toBe(first);
    expect(await run(2)).not.toBe(first);
  });
});

describe('the state of the emulated cloud', () => {
  it('keeps a record of every server, of those that are gone as well', async () => {
    const { client, clock, state } = await startHetzner();
    const { server } = await client.create({ labels: { a: 'b' }, user_data: 'data' });
    await clock.advance(10_000);
    await client.send('DELETE', `/servers/${server.id}`);
    state.plantServer({ name: 'theirs', type: 'cax11', location: 'hel1', ageMs: 5000 });
    expect(state.servers()).toEqual([
      expect.objectContaining({
        id: server.id,
        name: 'web',
        status: 'gone',
        userData: 'data',
        labels: new Map([['a', 'b']]),
        goneAt: clock.now(),
      }),
      expect.objectContaining({
        name: 'theirs',
        status: 'running',
        type: 'cax11',
        architecture: 'arm',
        location: 'hel1',
        createdAt: clock.now() - 5000,
        goneAt: undefined,
      }),
    ]);
    expect(state.server(server.id)?.name).toBe('web');
    expect(state.server(7)).toBeUndefined();
  });

  it('takes foreign servers only where they can be', async () => {
    const { state } = await startHetzner();
    state.plantServer({ name: 'a' });
    expect(() => state.plantServer({ name: 'a' })).toThrow(RangeError);
    expect(() => state.plantServer({ name: 'b', type: 'cx21' })).toThrow(RangeError);
    expect(() => state.plantServer({ name: 'b', location: 'moon' })).toThrow(RangeError);
    expect(state.plantServer({ name: 'a' }, { project: 'other' }).project).toBe('other');
  });

  it('gives servers any status, for a time or for good', async () => {
    const { client, clock, state } = await startHetzner();
    const { id } = state.plantServer({ name: 'web' });
    state.setServerStatus(id, 'migrating', { forMs: 5000 });
    expect(await client.statusOf(id)).toBe('migrating');
    await clock.advance(5000);
    expect(await client.statusOf(id)).toBe('running');
    state.setServerStatus(id, 'unknown');
    await clock.advance(3_600_000);
    expect(await client.statusOf(id)).toBe('unknown');
    expect(() => state.setServerStatus(7, 'off')).toThrow(RangeError);
  });

  it('locks, unlocks and protects servers without an action', async () => {
    const { client, clock, state } = await startHetzner();
    const { id } = state.plantServer({ name: 'web' });
    const remove = async () => (await client.send('DELETE', `/servers/${id}`)).status;
    state.lockServer(id, 5000);
    expect((await client.server(id)).locked).toBe(true);
    expect(await remove()).toBe(423);
    state.unlockServer(id);
    state.protectServer(id);
    expect(await remove()).toBe(423);
    state.protectServer(id, false);
    state.lockServer(id, 5000);
    await clock.advance(5000);
    expect(await remove()).toBe(200);
  });

  it('lets a server vanish, and hides its addresses', async () => {
    const { client, state } = await startHetzner();
    const { id } = state.plantServer({ name: 'web' });
    state.showAddresses(id, { afterMs: Number.POSITIVE_INFINITY });
    expect((await client.server(id)).public_net).toMatchObject({ ipv4: null, ipv6: null });
    state.showAddresses(id, { afterMs: 0 });
    expect((await client.server(id)).public_net.ipv4?.ip).toBe(state.server(id)?.ipv4);
    state.vanishServer(id);
    expect((await client.get(`/servers/${id}`)).status).toBe(404);
    expect((await client.get(`/servers/${id}/actions`)).status).toBe(404);
    expect(() => state.vanishServer(id)).toThrow(RangeError);
    await expect(client.create()).resolves.toBeDefined();
  });

  it('shows empty labels as a list where that is set', async () => {
    const { client, state } = await startHetzner({ behaviour: { emptyLabels: 'array' } });
    const { server } = await client.create();
    expect(server.labels).toEqual([]);
    const full = await client.create({ name: 'full', labels: { a: 'b' } });
    expect(full.server.labels).toEqual({ a: 'b' });
    state.setBehaviour({ emptyLabels: 'object' });
    expect((await client.server(server.id)).labels).toEqual({});
    const set = (changes: object) => Reflect.apply(state.setBehaviour, state, [changes]);
    expect(() => set({ emptyLabels: 'null' })).toThrow(InvalidInputError);
    expect(() => set({ labels: 'array' })).toThrow(InvalidInputError);
  });
});

describe('keys, images and networks that a test adds', () => {
  it('are checked', async () => {
    const { state } = await startHetzner();
    state.addSshKey({ name: 'a', publicKey: sshPublicKey('1') });
    expect(() => state.addSshKey({ name: 'a', publicKey: sshPublicKey('2') })).toThrow(RangeError);
    expect(() => state.addSshKey({ name: 'b', publicKey: 'nonsense' })).toThrow(RangeError);
    expect(() => state.addNetwork({ name: 'net', ipRange: 'everywhere' })).toThrow(RangeError);
  });
});

describe('metrics', () => {
  it('have one sample for each step in which the server was there', async () => {
    const { client, clock, state } = await startHetzner();
    const { id } = state.plantServer({ name: 'web' });
    await clock.advance(60_000);
    const query = 'type=cpu&start=2025-12-31T23:59:50Z&end=2026-01-01T00:00:20Z&step=10';
    const { body } = await client.get(`/servers/${id}/metrics?${query}`);
    expect(body).toEqual({
      metrics: {
        start: '2025-12-31T23:59:50Z',
        end: '2026-01-01T00:00:20Z',
        step: 10,
        time_series: {
          cpu: { values: [0, 10, 20].map((second) => [clock.now() / 1000 - 60 + second, '1']) },
        },
      },
    });
  });

  it.each([
    ['', 'type'],
    ['type=ram&start=2026-01-01T00:00:00Z&end=2026-01-01T00:00:10Z', 'type'],
    ['type=cpu&end=2026-01-01T00:00:10Z', 'start'],
    ['type=cpu&start=yesterday&end=2026-01-01T00:00:10Z', 'start'],
    ['type=cpu&start=2026-01-01T00:00:10Z&end=2026-01-01T00:00:00Z', 'end'],
    ['type=cpu&start=2026-01-01T00:00:00Z&end=2026-01-02T00:00:00Z&step=1', 'step'],
    ['type=cpu&start=2026-01-01T00:00:00Z&end=2026-01-01T00:00:10Z&step=0', 'step'],
  ])('are refused for %j', async (query, field) => {
    const { client, state } = await startHetzner();
    const { id } = state.plantServer({ name: 'web' });
    expect((await client.get(`/servers/${id}/metrics?${query}`)).body).toMatchObject({
      error: { code: 'invalid_input', details: { fields: [{ name: field }] } },
    });
  });
});
