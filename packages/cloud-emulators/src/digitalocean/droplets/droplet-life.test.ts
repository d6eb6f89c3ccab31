import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  createDroplet,
  errorOf,
  readDroplet,
  someDroplet,
  startDigitalOcean,
} from '../testing/start-digitalocean.js';

describe('the life of a droplet', () => {
  it('begins with an answer without addresses, network and lock', async () => {
    const { client, emulator } = await startDigitalOcean();
    const body = { ...someDroplet, tags: ['env:prod'], ipv6: true, monitoring: true };
    const { droplet, links } = await bodyOf(client('POST', '/v2/droplets', body), 202);
    expect(droplet).toMatchObject({
      name: 'web-1',
      status: 'new',
      locked: false,
      networks: { v4: [], v6: [] },
      features: ['ipv6', 'monitoring'],
      tags: ['env:prod'],
      size_slug: 's-1vcpu-1gb',
      memory: 1024,
      region: { slug: 'nyc3' },
      image: { slug: 'ubuntu-22-04-x64' },
      created_at: '2026-01-01T00:00:00Z',
      next_backup_window: null,
    });
    expect(droplet).not.toHaveProperty('vpc_uuid');
    const [{ id, rel, href }] = links.actions;
    expect({ rel, href }).toEqual({ rel: 'create', href: `${emulator.url}/v2/actions/${id}` });
  });

  it('is new and locked, then active without addresses, then has the private one, then both', async () => {
    const { client, clock } = await startDigitalOcean();
    const id = await createDroplet(client, { ipv6: true });
    expect(await readDroplet(client, id)).toMatchObject({
      status: 'new',
      locked: true,
      networks: { v4: [], v6: [] },
    });
    await clock.advance(29_999);
    expect(await readDroplet(client, id)).toMatchObject({ status: 'new', locked: true });
    await clock.advance(1);
    expect(await readDroplet(client, id)).toMatchObject({
      status: 'active',
      locked: false,
      networks: { v4: [], v6: [] },
    });
    await clock.advance(1_000);
    const privateOnly = await readDroplet(client, id);
    expect(privateOnly.networks.v4).toEqual([
      { ip_address: '10.128.0.1', netmask: '255.128.0.0', gateway: 'nil', type: 'private' },
    ]);
    await clock.advance(2_000);
    const { networks, features, vpc_uuid } = await readDroplet(client, id);
    expect(networks.v4).toMatchObject([
      { type: 'private' },
      { type: 'public', ip_address: '198.18.0.2', gateway: '198.18.0.1', netmask: '255.254.0.0' },
    ]);
    expect(networks.v6).toMatchObject([{ type: 'public', netmask: 64 }]);
    expect(features).toEqual(['ipv6', 'droplet_agent', 'private_networking']);
    expect(vpc_uuid).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('never has a public address without public networking', async () => {
    const { client, clock } = await startDigitalOcean();
    const id = await createDroplet(client, { public_networking: false });
    await clock.advance(3_600_000);
    const { networks } = await readDroplet(client, id);
    expect(networks.v4).toMatchObject([{ type: 'private' }]);
    expect(networks.v6).toEqual([]);
  });

  it('shows the progress of its creation as an action', async () => {
    const { client, clock } = await startDigitalOcean();
    const { droplet, links } = await bodyOf(client('POST', '/v2/droplets', someDroplet), 202);
    const read = async () => {
      const { action } = await bodyOf(client('GET', `/v2/actions/${links.actions[0].id}`));
      return action;
    };
    expect(await read()).toMatchObject({
      status: 'in-progress',
      type: 'create',
      started_at: '2026-01-01T00:00:00Z',
      completed_at: null,
      resource_id: droplet.id,
      resource_type: 'droplet',
      region_slug: 'nyc3',
    });
    await clock.advance(30_000);
    expect(await read()).toMatchObject({
      status: 'completed',
      completed_at: '2026-01-01T00:00:30Z',
    });
  });

  it('can fail: the action is errored and the droplet is gone', async () => {
    const { client, clock, state } = await startDigitalOcean();
    state.droplets.failNextCreations();
    const { droplet, links } = await bodyOf(client('POST', '/v2/droplets', someDroplet), 202);
    expect(await readDroplet(client, droplet.id)).toMatchObject({ status: 'new' });
    await clock.advance(30_000);
    const { action } = await bodyOf(client('GET', `/v2/actions/${links.actions[0].id}`));
    expect(action.status).toBe('errored');
    expect(await errorOf(client('GET', `/v2/droplets/${droplet.id}`))).toMatchObject({
      status: 404,
    });
    expect(state.droplets.all()).toMatchObject([{ id: droplet.id, status: 'gone' }]);
    const next = await createDroplet(client);
    await clock.advance(30_000);
    expect(await readDroplet(client, next)).toMatchObject({ status: 'active' });
  });

  it('ends some time after the deletion was accepted', async () => {
    const { client, clock, emulator } = await startDigitalOcean();
    const id = await createDroplet(client);
    await clock.advance(60_000);
    const answer = await client('DELETE', `/v2/droplets/${id}`);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(await readDroplet(client, id)).toMatchObject({ status: 'active', locked: true });
    await clock.advance(9_999);
    expect(await readDroplet(client, id)).toMatchObject({ status: 'active' });
    await clock.advance(1);
    const notFound = {
      status: 404,
      id: 'not_found',
      message: 'The resource you were accessing could not be found.',
    };
    expect(await errorOf(client('GET', `/v2/droplets/${id}`))).toEqual(notFound);
    expect(await errorOf(client('DELETE', `/v2/droplets/${id}`))).toEqual(notFound);
    expect(await bodyOf(client('GET', '/v2/droplets'))).toMatchObject({ meta: { total: 0 } });
    expect(emulator.meter.total()).toMatchObject({ machineSeconds: 70, machines: 1, alive: 0 });
  });

  it('survives a deletion that is accepted and does nothing', async () => {
    const { client, clock, state } = await startDigitalOcean();
    const id = await createDroplet(client);
    await clock.advance(60_000);
    state.droplets.ignoreNextDeletions();
    expect((await client('DELETE', `/v2/droplets/${id}`)).status).toBe(204);
    await clock.advance(600_000);
    expect(await readDroplet(client, id)).toMatchObject({ status: 'active', locked: false });
    expect((await client('DELETE', `/v2/droplets/${id}`)).status).toBe(204);
    await clock.advance(10_000);
    expect((await client('GET', `/v2/droplets/${id}`)).status).toBe(404);
  });

  it('cannot be deleted while another event is under way', async () => {
    const { client, clock } = await startDigitalOcean();
    const id = await createDroplet(client);
    const pending = {
      status: 422,
      id: 'unprocessable_entity',
      message: 'Droplet already has a pending event.',
    };
    expect(await errorOf(client('DELETE', `/v2/droplets/${id}`))).toEqual(pending);
    await clock.advance(30_000);
    expect((await client('DELETE', `/v2/droplets/${id}`)).status).toBe(204);
    expect(await errorOf(client('DELETE', `/v2/droplets/${id}`))).toEqual(pending);
  });

  it('can be deleted during its creation where the settings say so, but not twice', async () => {
    const { client, clock, state } = await startDigitalOcean({ deletionDuringEvent: 'accept' });
    const { droplet, links } = await bodyOf(client('POST', '/v2/droplets', someDroplet), 202);
    expect((await client('DELETE', `/v2/droplets/${droplet.id}`)).status).toBe(204);
    expect((await client('DELETE', `/v2/droplets/${droplet.id}`)).status).toBe(422);
    expect(await readDroplet(client, droplet.id)).toMatchObject({ status: 'new', locked: true });
    const { action } = await bodyOf(client('GET', `/v2/actions/${links.actions[0].id}`));
    expect(action.status).toBe('errored');
    await clock.advance(10_000);
    expect((await client('GET', `/v2/droplets/${droplet.id}`)).status).toBe(404);
    state.settings.deletionDuringEvent = 'refuse';
    expect((await client('DELETE', `/v2/droplets/${await createDroplet(client)}`)).status).toBe(
      422,
    );
  });

  it('is not there for reads that lag', async () => {
    const { client, clock } = await startDigitalOcean({
      consistencyWindowMs: { getMs: 3_000, listMs: 8_000 },
    });
    const { droplet, links } = await bodyOf(client('POST', '/v2/droplets', someDroplet), 202);
    const statuses = async () => [
      (await client('GET', `/v2/droplets/${droplet.id}`)).status,
      (await client('GET', `/v2/actions/${links.actions[0].id}`)).status,
      (await bodyOf(client('GET', '/v2/droplets?name=web-1'))).meta.total,
    ];
    expect(await statuses()).toEqual([404, 404, 0]);
    await clock.advance(3_000);
    expect(await statuses()).toEqual([200, 200, 0]);
    await clock.advance(5_000);
    expect(await statuses()).toEqual([200, 200, 1]);
  });

  it('is shown for a while after its end by reads that lag, though it is gone for writes', async () => {
    const { client, clock } = await startDigitalOcean({ consistencyWindowMs: 3_000 });
    const id = await createDroplet(client);
    await clock.advance(60_000);
    await client('DELETE', `/v2/droplets/${id}`);
    await clock.advance(12_000);
    expect(await readDroplet(client, id)).toMatchObject({ status: 'active' });
    expect((await client('DELETE', `/v2/droplets/${id}`)).status).toBe(404);
    await clock.advance(1_000);
    expect((await client('GET', `/v2/droplets/${id}`)).status).toBe(404);
  });

  it.each(['0', 'abc', '1.5', '-1', '99999999999999999999', '1e9', '%zz', '1%2F2', 'constructor'])(
    'is not found under the id %s',
    async (id) => {
      const { client } = await startDigitalOcean();
      await createDroplet(client);
      for (const method of ['GET', 'DELETE']) {
        expect(await errorOf(client(method, `/v2/droplets/${id}`))).toMatchObject({ status: 404 });
      }
    },
  );
});

describe('deleting by tag', () => {
  it('deletes all that have the tag and no others', async () => {
    const { client, clock, state } = await startDigitalOcean();
    await createDroplet(client, { name: 'a', tags: ['ci'] });
    await createDroplet(client, { name: 'b', tags: ['ci', 'x'] });
    await createDroplet(client, { name: 'c', tags: ['x'] });
    await clock.advance(30_000);
    expect((await client('DELETE', '/v2/droplets?tag_name=ci')).status).toBe(204);
    await clock.advance(10_000);
    expect(state.droplets.existing()).toMatchObject([{ name: 'c' }]);
  });

  it('deletes nothing while one of them has a pending event', async () => {
    const { client, clock, state } = await startDigitalOcean();
    await createDroplet(client, { name: 'a', tags: ['ci'] });
    await clock.advance(30_000);
    await createDroplet(client, { name: 'b', tags: ['ci'] });
    expect(await errorOf(client('DELETE', '/v2/droplets?tag_name=ci'))).toMatchObject({
      status: 422,
      message: 'Droplet already has a pending event.',
    });
    expect(state.droplets.all()).toMatchObject([{ ending: false }, { ending: false }]);
  });

  it.each([
    ['?tag_name=nobody', 404],
    ['', 422],
    ['?tag_name=', 422],
    ['?name=web', 400],
  ])('answers DELETE /v2/droplets%s with %d', async (query, status) => {
    const { client, state } = await startDigitalOcean();
    state.droplets.plant({ name: 'web' });
    expect(await errorOf(client('DELETE', `/v2/droplets${query}`))).toMatchObject({ status });
    expect(state.droplets.existing()).toHaveLength(1);
  });
});
