import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  clientOf,
  createDroplet,
  errorOf,
  readDroplet,
  startDigitalOcean,
} from '../testing/start-digitalocean.js';

const resources = (...ids: (string | number)[]) => ({
  resources: ids.map((id) => ({ resource_id: String(id), resource_type: 'droplet' })),
});

describe('tags', () => {
  it('come into being with the droplets that name them, each once', async () => {
    const { client, state } = await startDigitalOcean();
    const id = await createDroplet(client, { tags: ['env:prod', 'web', 'web', 'WEB'] });
    expect(await readDroplet(client, id)).toMatchObject({ tags: ['env:prod', 'web'] });
    expect(state.tags.names()).toEqual(['env:prod', 'web']);
  });

  it('keep the spelling they were first used with', async () => {
    const { client } = await startDigitalOcean();
    await bodyOf(client('POST', '/v2/tags', { name: 'PROD' }), 201);
    const id = await createDroplet(client, { tags: ['prod'] });
    expect(await readDroplet(client, id)).toMatchObject({ tags: ['PROD'] });
    const total = async (tag: string) =>
      (await bodyOf(client('GET', `/v2/droplets?tag_name=${tag}`))).meta.total;
    expect([await total('PROD'), await total('prod')]).toEqual([1, 0]);
    expect(await bodyOf(client('POST', '/v2/tags', { name: 'pRoD' }), 201)).toMatchObject({
      tag: { name: 'PROD', resources: { count: 1 } },
    });
    expect((await client('GET', '/v2/tags/prod')).status).toBe(404);
    expect((await client('POST', '/v2/tags/prod/resources', resources(id))).status).toBe(404);
  });

  it('count what they are on, and name the last of it', async () => {
    const { client, clock, emulator } = await startDigitalOcean();
    const first = await createDroplet(client, { tags: ['ci'] });
    const second = await createDroplet(client, { tags: ['ci'] });
    const read = async () => {
      const { tag } = await bodyOf(client('GET', '/v2/tags/ci'));
      return tag.resources;
    };
    const uri = (id: number) => `${emulator.url}/v2/droplets/${id}`;
    expect(await read()).toEqual({
      count: 2,
      last_tagged_uri: uri(second),
      droplets: { count: 2, last_tagged_uri: uri(second) },
      images: { count: 0 },
      volumes: { count: 0 },
      volume_snapshots: { count: 0 },
      databases: { count: 0 },
    });
    await clock.advance(30_000);
    await client('DELETE', `/v2/droplets/${second}`);
    await clock.advance(10_000);
    expect(await read()).toMatchObject({ count: 1, last_tagged_uri: uri(first) });
    await client('DELETE', `/v2/droplets/${first}`);
    await clock.advance(10_000);
    expect(await read()).toMatchObject({ count: 0, droplets: { count: 0 } });
    expect(await read()).not.toHaveProperty('last_tagged_uri');
  });

  it('are put on droplets and taken off, twice with the same result', async () => {
    const { client } = await startDigitalOcean();
    const [a, b] = [await createDroplet(client), await createDroplet(client, { tags: ['x'] })];
    await client('POST', '/v2/tags', { name: 'ci' });
    for (let twice = 0; twice < 2; twice++) {
      expect((await client('POST', '/v2/tags/ci/resources', resources(a, b))).status).toBe(204);
    }
    expect(await readDroplet(client, b)).toMatchObject({ tags: ['x', 'ci'] });
    expect(await bodyOf(client('GET', '/v2/droplets?tag_name=ci'))).toMatchObject({
      droplets: [{ id: a }, { id: b }],
      meta: { total: 2 },
    });
    for (let twice = 0; twice < 2; twice++) {
      expect((await client('DELETE', '/v2/tags/ci/resources', resources(b))).status).toBe(204);
    }
    expect(await readDroplet(client, b)).toMatchObject({ tags: ['x'] });
    expect(await bodyOf(client('GET', '/v2/tags/ci'))).toMatchObject({
      tag: { resources: { count: 1 } },
    });
  });

  it('are put on private images', async () => {
    const { client, state, emulator } = await startDigitalOcean();
    const { id } = state.images.add({ name: 'golden', regions: ['nyc3'] });
    await client('POST', '/v2/tags', { name: 'base' });
    const body = { resources: [{ resource_id: String(id), resource_type: 'image' }] };
    expect((await client('POST', '/v2/tags/base/resources', body)).status).toBe(204);
    expect(await bodyOf(client('GET', '/v2/images?tag_name=base'))).toMatchObject({
      images: [{ id, tags: ['base'] }],
    });
    expect(await bodyOf(client('GET', '/v2/tags/base'))).toMatchObject({
      tag: { resources: { images: { last_tagged_uri: `${emulator.url}/v2/images/${id}` } } },
    });
    await client('DELETE', '/v2/tags/base');
    expect(state.images.get(id)?.tags).toEqual([]);
  });

  it('leave their droplets when they are deleted', async () => {
    const { client, state } = await startDigitalOcean();
    const id = await createDroplet(client, { tags: ['ci', 'x'] });
    expect((await client('DELETE', '/v2/tags/ci')).status).toBe(204);
    expect(state.droplets.find(id)?.tags).toEqual(['x']);
    expect((await client('GET', '/v2/tags/ci')).status).toBe(404);
    expect((await client('DELETE', '/v2/tags/ci')).status).toBe(404);
    await createDroplet(client, { tags: ['CI'] });
    expect(state.tags.names()).toEqual(['x', 'CI']);
  });

  it('show old tags to reads that lag', async () => {
    const { client, clock } = await startDigitalOcean({ consistencyWindowMs: 2_000 });
    const id = await createDroplet(client, { tags: ['x'] });
    await clock.advance(2_000);
    await client('POST', '/v2/tags', { name: 'ci' });
    await client('POST', '/v2/tags/ci/resources', resources(id));
    expect(await readDroplet(client, id)).toMatchObject({ tags: ['x'] });
    await clock.advance(2_000);
    expect(await readDroplet(client, id)).toMatchObject({ tags: ['x', 'ci'] });
  });

  it('refuse bad names in the form of the tags service', async () => {
    const { client } = await startDigitalOcean();
    const answer = await client('POST', '/v2/tags', { name: 'здорово' });
    expect(answer.status).toBe(400);
    const problem =
      'Error validating resource tag: "tag-name "здорово" contains invalid characters"';
    expect(await answer.json()).toEqual({
      error: problem,
      messages: null,
      root_causes: [`rpc error: code = InvalidArgument desc = ${problem}`],
    });
    for (const name of ['', 'a b', 'a.b', 'a/b', 'a'.repeat(256)]) {
      expect((await client('POST', '/v2/tags', { name })).status, name).toBe(400);
    }
  });

  it.each<[string, unknown, number]>([
    ['no resources', {}, 422],
    ['resources that are no list', { resources: 'all' }, 422],
    ['a resource without a type', { resources: [{ resource_id: '1' }] }, 422],
    ['an id that is a number', { resources: [{ resource_id: 1, resource_type: 'droplet' }] }, 422],
    ['an unknown type', { resources: [{ resource_id: '1', resource_type: 'cat' }] }, 422],
    ['an unknown droplet', resources(1), 404],
    ['an unreadable id', resources('web'), 404],
    ['a volume', { resources: [{ resource_id: '1', resource_type: 'volume' }] }, 404],
    ['an unknown field', { ...resources(), all: true }, 400],
  ])('refuse %s and change nothing', async (_, body, status) => {
    const { client, state } = await startDigitalOcean();
    const { id } = state.droplets.plant({ name: 'web' });
    await client('POST', '/v2/tags', { name: 'ci' });
    const list = Object(body).resources;
    const mixed = Array.isArray(list)
      ? { ...Object(body), resources: [...resources(id).resources, ...list] }
      : body;
    expect(await errorOf(client('POST', '/v2/tags/ci/resources', mixed))).toMatchObject({ status });
    expect(state.droplets.find(id)?.tags).toEqual([]);
  });

  it('are changed on droplets only by who may change these', async () => {
    const { emulator, state } = await startDigitalOcean({
      credentials: [{ token: 't', scopes: ['tag:create', 'tag:read'] }],
    });
    const { id } = state.droplets.plant({ name: 'web', tags: ['ci'] });
    const client = clientOf(emulator, 't');
    expect((await client('POST', '/v2/tags/ci/resources', resources(id))).status).toBe(403);
    expect(await bodyOf(client('GET', '/v2/tags/ci'))).toMatchObject({
      tag: { resources: { count: 0 } },
    });
  });

  it('are listed in pages', async () => {
    const { client } = await startDigitalOcean();
    for (let index = 0; index < 5; index++) await client('POST', '/v2/tags', { name: `t${index}` });
    const { tags, meta } = await bodyOf(client('GET', '/v2/tags?per_page=2&page=2'));
    expect([tags.map(({ name }: { name: string }) => name), meta.total]).toEqual([['t2', 't3'], 5]);
  });
});
