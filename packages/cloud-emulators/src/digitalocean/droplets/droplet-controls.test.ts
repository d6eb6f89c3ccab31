import { describe, expect, it } from 'vitest';
import { ApiError } from '../../emulator/api-error.js';
import {
  bodyOf,
  createDroplet,
  readDroplet,
  startDigitalOcean,
} from '../testing/start-digitalocean.js';

describe('the droplets as a test’s author sees them', () => {
  it('are all there ever were, as they really are', async () => {
    const { client, clock, state } = await startDigitalOcean({ consistencyWindowMs: 60_000 });
    const id = await createDroplet(client, { user_data: 'secret', tags: ['ci'] });
    expect(state.droplets.all()).toEqual([
      {
        id,
        name: 'web-1',
        status: 'new',
        ending: false,
        locked: true,
        size: 's-1vcpu-1gb',
        region: 'nyc3',
        image: 'ubuntu-22-04-x64',
        tags: ['ci'],
        sshKeyIds: [],
        vpcUuid: state.vpcs.defaultOf('nyc3').id,
        userData: 'secret',
        createdAt: new Date('2026-01-01T00:00:00Z'),
      },
    ]);
    await clock.advance(33_000);
    expect(state.droplets.find(id)).toMatchObject({
      status: 'active',
      privateIp: '10.128.0.1',
      publicIp: '198.18.0.2',
    });
    await client('DELETE', `/v2/droplets/${id}`);
    expect(state.droplets.existing()).toMatchObject([{ ending: true, status: 'active' }]);
    await clock.advance(10_000);
    expect(state.droplets.existing()).toEqual([]);
    expect(state.droplets.find(id)).toBeUndefined();
    expect(state.droplets.all()).toMatchObject([
      { status: 'gone', ending: false, goneAt: new Date('2026-01-01T00:00:43Z') },
    ]);
  });

  it('can be planted, regardless of limits and stock', async () => {
    const { client, state, emulator } = await startDigitalOcean({
      quotas: { droplets: 0 },
      capacity: [{ available: 0 }],
    });
    const createdAt = new Date('2025-06-01T12:00:00Z');
    const { id } = state.droplets.plant({
      name: 'old',
      tags: ['x'],
      size: 'c-4',
      region: 'fra1',
      image: 'debian-12-x64',
      createdAt,
    });
    expect(await readDroplet(client, id)).toMatchObject({
      name: 'old',
      status: 'active',
      locked: false,
      created_at: '2025-06-01T12:00:00Z',
      size_slug: 'c-4',
      region: { slug: 'fra1' },
      image: { slug: 'debian-12-x64' },
      tags: ['x'],
      networks: { v4: [{ type: 'private' }, { type: 'public' }] },
    });
    expect(emulator.meter.total().alive).toBe(1);
    expect(() => state.droplets.plant({ name: 'x', region: 'mars1' })).toThrow(ApiError);
  });

  it('can be locked and unlocked', async () => {
    const { client, state } = await startDigitalOcean({ deletionDuringEvent: 'accept' });
    const { id } = state.droplets.plant({ name: 'web' });
    state.droplets.lock(id);
    expect(await readDroplet(client, id)).toMatchObject({ locked: true });
    expect((await client('DELETE', `/v2/droplets/${id}`)).status).toBe(422);
    state.droplets.unlock(id);
    expect(await readDroplet(client, id)).toMatchObject({ locked: false });
    expect((await client('DELETE', `/v2/droplets/${id}`)).status).toBe(204);
  });

  it('can vanish without a deletion', async () => {
    const { client, clock, state } = await startDigitalOcean();
    const { id } = state.droplets.plant({ name: 'web' });
    await clock.advance(1_000);
    state.droplets.vanish(id);
    expect((await client('GET', `/v2/droplets/${id}`)).status).toBe(404);
    expect(await bodyOf(client('GET', '/v2/actions'))).toMatchObject({ meta: { total: 0 } });
  });

  it('are not there under unknown ids, and counts are counts', async () => {
    const { state } = await startDigitalOcean();
    for (const call of ['lock', 'unlock', 'switchOff', 'vanish'] as const) {
      expect(() => state.droplets[call](7), call).toThrow('There is no droplet 7.');
    }
    for (const call of ['failNextCreations', 'failNextActions', 'ignoreNextDeletions'] as const) {
      expect(() => state.droplets[call](-1), call).toThrow(RangeError);
    }
  });
});
