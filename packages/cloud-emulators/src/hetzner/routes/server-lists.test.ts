import { describe, expect, it } from 'vitest';
import { errorIn, namesIn, paginationIn } from '../testing/hetzner-client.js';
import { startHetzner } from '../testing/start-hetzner.js';

async function startWithServers() {
  const started = await startHetzner();
  const { state, client } = started;
  state.plantServer({ name: 'c', labels: { env: 'prod', team: 'x' }, ageMs: 1000 });
  state.plantServer({ name: 'a', labels: { env: 'test' }, status: 'off', ageMs: 3000 });
  state.plantServer({ name: 'b', labels: { env: 'prod', tier: '' }, ageMs: 2000 });
  const list = async (query: string) => namesIn(await client.get(`/servers?${query}`), 'servers');
  return { ...started, list };
}

async function startWithMany(count: number) {
  const started = await startHetzner({ rateLimits: false });
  for (let number = 1; number <= count; number++) {
    started.state.plantServer({ name: `s${number}`, labels: { group: `g${number % 2}` } });
  }
  return started;
}

describe('the list of servers', () => {
  it.each([
    ['', ['c', 'a', 'b']],
    ['name=a', ['a']],
    ['name=A', []],
    ['status=off', ['a']],
    ['status=off&status=running', ['c', 'a', 'b']],
    ['label_selector=env%3Dprod', ['c', 'b']],
    ['label_selector=env%3D%3Dprod,team', ['c']],
    ['label_selector=env+in+(prod,test),!team', ['a', 'b']],
    ['label_selector=env+in+(test)', ['a']],
    ['label_selector=env!%3Dprod', ['a']],
    ['label_selector=team+notin+(x)', ['a', 'b']],
    ['label_selector=tier%3D', ['b']],
    ['label_selector=', ['c', 'a', 'b']],
    ['label_selector=env%3Dprod&status=off', []],
    ['label_selector=env%3Dprod&name=b', ['b']],
    ['sort=name', ['a', 'b', 'c']],
    ['sort=name:desc', ['c', 'b', 'a']],
    ['sort=id:desc', ['b', 'a', 'c']],
    ['sort=created', ['a', 'b', 'c']],
    ['sort=created:desc&sort=id', ['c', 'b', 'a']],
    ['sort=id:desc&per_page=1&page=2', ['a']],
    ['sort=name&label_selector=env%3Dprod', ['b', 'c']],
  ])('asked for %j', async (query, names) => {
    const { list } = await startWithServers();
    expect(await list(query)).toEqual(names);
  });

  it.each([
    ['status=broken', 'status'],
    ['sort=status', 'sort'],
    ['sort=name:up', 'sort'],
    ['sort=name:asc:desc', 'sort'],
    ['page=0', 'page'],
    ['page=-1', 'page'],
    ['page=one', 'page'],
    ['page=1.5', 'page'],
    ['page=', 'page'],
    ['per_page=0', 'per_page'],
    ['per_page=51', 'per_page'],
    ['per_page=99999999999999999999', 'per_page'],
    ['name=a&name=b', 'name'],
    ['tag=x', 'tag'],
    ['id=5', 'id'],
    ['id[]=5', 'id[]'],
  ])('is refused for %j', async (query, field) => {
    const { client } = await startWithServers();
    expect(errorIn(await client.get(`/servers?${query}`))).toMatchObject({
      status: 422,
      code: 'invalid_input',
      details: { fields: [{ name: field }] },
    });
  });

  it('says where a label selector is malformed', async () => {
    const { client } = await startWithServers();
    expect(errorIn(await client.get('/servers?label_selector=env%3Da+b'))).toMatchObject({
      status: 422,
      code: 'invalid_input',
      message: 'invalid label_selector: expected comma at pos 6',
    });
  });

  it('comes in pages of 25, or as many as are asked for up to 50', async () => {
    const { client } = await startWithMany(60);
    const first = await client.get('/servers');
    expect(namesIn(first, 'servers')).toHaveLength(25);
    expect(paginationIn(first)).toEqual({
      page: 1,
      per_page: 25,
      previous_page: null,
      next_page: 2,
      last_page: 3,
      total_entries: 60,
    });
    const last = await client.get('/servers?page=2&per_page=50');
    expect(namesIn(last, 'servers')).toEqual(
      Array.from({ length: 10 }, (_, index) => `s${index + 51}`),
    );
    expect(paginationIn(last)).toMatchObject({ previous_page: 1, next_page: null, last_page: 2 });
    const labelled = await client.get('/servers?label_selector=group%3Dg1&page=2');
    expect(namesIn(labelled, 'servers')).toEqual(['s51', 's53', 's55', 's57', 's59']);
    expect(paginationIn(labelled)).toMatchObject({ total_entries: 30, next_page: null });
    const backwards = await client.get('/servers?sort=id:desc&per_page=50&page=2');
    expect(namesIn(backwards, 'servers')[0]).toBe('s10');
    expect(namesIn(backwards, 'servers')).toHaveLength(10);
  });

  it('is empty past its end', async () => {
    const { client } = await startWithMany(3);
    for (const query of ['page=9', 'page=9&sort=id:desc', 'page=9&sort=name']) {
      const answer = await client.get(`/servers?${query}`);
      expect(answer.status).toBe(200);
      expect(namesIn(answer, 'servers')).toEqual([]);
      expect(paginationIn(answer)).toMatchObject({ page: 9, next_page: null, total_entries: 3 });
    }
  });

  it('names the neighbouring pages in a header', async () => {
    const { client, emulator } = await startWithMany(3);
    const { headers } = await client.get('/servers?per_page=1&page=2&sort=name');
    const at = (page: number) => `<${emulator.url}/v1/servers?per_page=1&page=${page}&sort=name>`;
    expect(headers.get('link')).toBe(
      `${at(1)}; rel="prev", ${at(3)}; rel="next", ${at(3)}; rel="last"`,
    );
  });

  it('can keep the totals to itself, and cut pages instead of refusing them', async () => {
    const { client, state } = await startWithMany(60);
    state.setBehaviour({ totals: false, largePages: 'clamp' });
    const answer = await client.get('/servers?per_page=100');
    expect(namesIn(answer, 'servers')).toHaveLength(50);
    expect(paginationIn(answer)).toEqual({
      page: 1,
      per_page: 50,
      previous_page: null,
      next_page: 2,
      last_page: null,
      total_entries: null,
    });
  });
});

describe('reads that lag', () => {
  it('show a new server late, by id and on the list', async () => {
    const { client, clock } = await startHetzner({ consistencyWindowMs: 2000 });
    const { server } = await client.create({ labels: { a: 'b' } });
    const list = async (query = '') => namesIn(await client.get(`/servers${query}`), 'servers');
    await clock.advance(1999);
    expect((await client.get(`/servers/${server.id}`)).status).toBe(404);
    expect(await list()).toEqual([]);
    expect(await list('?name=web')).toEqual([]);
    expect(await list('?label_selector=a%3Db')).toEqual([]);
    await clock.advance(1);
    expect(await client.statusOf(server.id)).toBe('initializing');
    expect(await list('?label_selector=a%3Db')).toEqual(['web']);
  });

  it('show old labels, and a deleted server a while longer', async () => {
    const { client, clock, state } = await startHetzner({ consistencyWindowMs: { listMs: 2000 } });
    const { id } = state.plantServer({ name: 'web', labels: { env: 'old' } });
    await clock.advance(5000);
    await client.send('PUT', `/servers/${id}`, { labels: { env: 'new' } });
    const list = async (value: string) =>
      namesIn(await client.get(`/servers?label_selector=env%3D${value}`), 'servers');
    expect([await list('old'), await list('new')]).toEqual([['web'], []]);
    expect((await client.server(id)).labels).toEqual({ env: 'new' });
    await clock.advance(2000);
    expect([await list('old'), await list('new')]).toEqual([[], ['web']]);
    await client.send('DELETE', `/servers/${id}`);
    expect(await list('new')).toEqual(['web']);
    expect((await client.get(`/servers/${id}`)).status).toBe(404);
    await clock.advance(2000);
    expect(await list('new')).toEqual([]);
  });

  it('do not make a name free', async () => {
    const { client } = await startHetzner({ consistencyWindowMs: 2000 });
    await client.create();
    const again = { name: 'web', server_type: 'cx23', image: 'debian-12' };
    expect(errorIn(await client.send('POST', '/servers', again)).code).toBe('uniqueness_error');
  });
});
