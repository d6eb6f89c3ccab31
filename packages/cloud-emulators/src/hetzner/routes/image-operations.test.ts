import { describe, expect, it } from 'vitest';
import { errorIn, namesIn } from '../testing/hetzner-client.js';
import { startHetzner } from '../testing/start-hetzner.js';

describe('images', () => {
  it('are two under each name, for x86 and for arm', async () => {
    const { client } = await startHetzner();
    const both = await client.get('/images?name=ubuntu-22.04');
    expect(namesIn(both, 'images', 'architecture')).toEqual(['x86', 'arm']);
    const query = 'name=ubuntu-22.04&architecture=arm&type=system&status=available';
    expect(namesIn(await client.get(`/images?${query}`), 'images', 'id')).toEqual([103908130]);
  });

  it('that are deprecated are shown to those who ask', async () => {
    const { client, state } = await startHetzner();
    const list = async (query: string) =>
      namesIn(await client.get(`/images?name=ubuntu-20.04${query}`), 'images', 'architecture');
    expect(await list('')).toEqual([]);
    expect(await list('&include_deprecated=false')).toEqual([]);
    expect(await list('&include_deprecated=true')).toEqual(['x86', 'arm']);
    state.catalogue.deprecateImage('ubuntu-22.04', '2025-01-01T00:00:00Z');
    expect(namesIn(await client.get('/images?name=ubuntu-22.04'), 'images')).toEqual([]);
    await expect(client.create({ image: '67794396' })).resolves.toBeDefined();
    state.catalogue.withdrawImage('ubuntu-22.04');
    expect((await client.get('/images/67794396')).status).toBe(404);
  });

  it('can be filtered by type, status, labels and server, and sorted', async () => {
    const { client, state } = await startHetzner();
    const snapshot = state.addImage({ labels: new Map([['a', 'b']]), description: 'mine' });
    const backup = state.addImage({ type: 'backup', boundTo: 77 });
    const creating = state.addImage({ status: 'creating' });
    const ids = async (query: string) =>
      namesIn(await client.get(`/images?${query}`), 'images', 'id');
    expect(await ids('type=snapshot')).toEqual([snapshot, creating]);
    expect(await ids('type=snapshot&type=backup&sort=id:desc')).toEqual([
      creating,
      backup,
      snapshot,
    ]);
    expect(await ids('status=creating')).toEqual([creating]);
    expect(await ids('label_selector=a%3Db')).toEqual([snapshot]);
    expect(await ids('bound_to=77')).toEqual([backup]);
    expect(await ids('type=app&sort=name:desc')).toEqual([40093140, 40093247]);
  });

  it.each([
    ['architecture=sparc', 'architecture'],
    ['type=iso', 'type'],
    ['status=old', 'status'],
    ['include_deprecated=yes', 'include_deprecated'],
    ['bound_to=web', 'bound_to'],
    ['sort=type', 'sort'],
  ])('are refused for %j', async (query, field) => {
    const { client } = await startHetzner();
    expect(errorIn(await client.get(`/images?${query}`))).toMatchObject({
      status: 422,
      details: { fields: [{ name: field }] },
    });
  });

  it('of a project can be changed and deleted, those of Hetzner cannot', async () => {
    const { client, state } = await startHetzner();
    const id = state.addImage({ type: 'backup', boundTo: 77 });
    const change = { description: 'kept', type: 'snapshot', labels: { a: 'b' } };
    expect((await client.send('PUT', `/images/${id}`, change)).body).toMatchObject({
      image: { ...change, bound_to: null },
    });
    expect((await client.send('PUT', `/images/${id}`, { type: 'app' })).status).toBe(422);
    expect((await client.send('DELETE', `/images/${id}`)).status).toBe(204);
    expect((await client.get(`/images/${id}`)).status).toBe(404);
    for (const [method, body] of [
      ['PUT', {}],
      ['DELETE', undefined],
    ] as const) {
      expect(errorIn(await client.send(method, '/images/67794396', body)).code).toBe(
        'unsupported_error',
      );
    }
  });

  it('of one project are not seen in another', async () => {
    const { client, state } = await startHetzner();
    const id = state.addImage({}, { project: 'other' });
    expect((await client.get(`/images/${id}`)).status).toBe(404);
  });

  it('that are snapshots make servers, where they fit', async () => {
    const { client, state } = await startHetzner();
    const fitting = state.addImage({ diskSize: 40 });
    const creating = state.addImage({ status: 'creating' });
    const large = state.addImage({ diskSize: 80 });
    expect((await client.create({ image: fitting })).server.image?.id).toBe(fitting);
    const more = { name: 'x', server_type: 'cx23' };
    for (const image of [creating, large]) {
      const answer = await client.send('POST', '/servers', { ...more, image });
      expect(errorIn(answer)).toMatchObject({ status: 422, code: 'invalid_input' });
    }
  });
});
