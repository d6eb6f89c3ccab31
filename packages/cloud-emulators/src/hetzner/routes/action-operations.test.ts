import { describe, expect, it } from 'vitest';
import { errorIn, namesIn, paginationIn } from '../testing/hetzner-client.js';
import { RUNNING_MS, startHetzner, timings } from '../testing/start-hetzner.js';

async function startWithActions() {
  const started = await startHetzner();
  const { client, clock } = started;
  const { server, action, next_actions } = await client.create();
  await clock.advance(timings.createMs);
  const list = async (path: string, field = 'command') =>
    namesIn(await client.get(path), 'actions', field);
  return { ...started, id: server.id, create: action.id, start: next_actions[0]?.id ?? 0, list };
}

describe('actions by their ids', () => {
  it('come for several ids, without those that do not exist', async () => {
    const { list, create, start } = await startWithActions();
    expect(await list(`/actions?id=${start}&id=7&id=${create}`)).toEqual([
      'start_server',
      'create_server',
    ]);
    expect(await list('/actions?id=7')).toEqual([]);
    expect(await list(`/actions?id=${create}&id=${create}`)).toEqual(['create_server']);
  });

  it('can be filtered, sorted and had in pages, 25 unless told', async () => {
    const { client, list, create, start, state } = await startWithActions();
    const ids = `id=${start}&id=${create}`;
    expect(await list(`/actions?${ids}&status=running`)).toEqual(['start_server']);
    expect(await list(`/actions?${ids}&sort=command`)).toEqual(['create_server', 'start_server']);
    expect(await list(`/actions?${ids}&page=2&per_page=1`)).toEqual(['create_server']);
    state.setBehaviour({ locking: false });
    const all: number[] = [];
    for (let count = 0; count < 30; count++) {
      const { body } = await client.send('POST', `/servers/${idOf(state)}/actions/poweron`);
      all.push(Number(/"id":(\d+)/.exec(JSON.stringify(body))?.[1]));
    }
    const many = await client.get(`/actions?${all.map((id) => `id=${id}`).join('&')}`);
    expect(namesIn(many, 'actions', 'id')).toEqual(all.slice(0, 25));
    expect(paginationIn(many)).toMatchObject({ next_page: 2, total_entries: 30 });
  });

  it('are all there is: without ids the endpoint was removed', async () => {
    const { client } = await startWithActions();
    for (const query of ['', '?status=running', '?page=1']) {
      expect(errorIn(await client.get(`/actions${query}`))).toMatchObject({
        status: 410,
        code: 'deprecated_api_endpoint',
        message: 'API functionality was removed',
        details: { announcement: expect.stringContaining('2025-01-30') },
      });
    }
  });

  it.each(['id=x', 'id=0', 'id=-1', 'id=', 'id=1&status=done', 'id=1&sort=name', 'id[]=1'])(
    'are refused for %j',
    async (query) => {
      const { client } = await startWithActions();
      expect(errorIn(await client.get(`/actions?${query}`)).code).toBe('invalid_input');
    },
  );

  it('are not found one by one when they do not exist', async () => {
    const { client } = await startWithActions();
    expect(errorIn(await client.get('/actions/7'))).toMatchObject({
      status: 404,
      message: "action with ID '7' not found",
    });
    expect(errorIn(await client.get('/actions/seven')).code).toBe('invalid_input');
  });
});

describe('actions of a server', () => {
  it('are listed by server and for all servers', async () => {
    const { client, clock, list, id } = await startWithActions();
    await clock.advance(RUNNING_MS);
    await client.create({ name: 'other' });
    expect(await list(`/servers/${id}/actions`)).toEqual(['create_server', 'start_server']);
    expect(await list(`/servers/${id}/actions?sort=command:desc`)).toEqual([
      'start_server',
      'create_server',
    ]);
    expect(await list('/servers/actions')).toHaveLength(4);
    expect(await list('/servers/actions?status=running')).toHaveLength(2);
    expect(await list('/servers/actions?sort=finished:desc&per_page=1')).toEqual(['create_server']);
  });

  it('are found by their id, under the right server only', async () => {
    const { client, clock, id, create } = await startWithActions();
    await clock.advance(RUNNING_MS);
    const { server } = await client.create({ name: 'other' });
    for (const path of [`/servers/${id}/actions/${create}`, `/servers/actions/${create}`]) {
      expect((await client.get(path)).body).toMatchObject({ action: { id: create } });
    }
    for (const path of [
      `/servers/${server.id}/actions/${create}`,
      `/primary_ips/actions/${create}`,
      `/servers/7/actions/${create}`,
      '/servers/7/actions',
    ]) {
      expect((await client.get(path)).status).toBe(404);
    }
  });

  it('outlive their server', async () => {
    const { client, clock, id, create } = await startWithActions();
    await clock.advance(RUNNING_MS);
    await client.send('DELETE', `/servers/${id}`);
    await clock.advance(3_600_000);
    expect((await client.action(create)).status).toBe('success');
    expect((await client.get(`/servers/${id}/actions`)).status).toBe(404);
  });

  it('carry an error object at all times where that is set, as in the official example', async () => {
    const { client, state, start } = await startWithActions();
    state.setBehaviour({ errorOnEveryAction: true });
    expect(await client.action(start)).toMatchObject({
      status: 'running',
      error: { code: 'action_failed', message: 'Action failed' },
    });
  });
});

function idOf(state: { servers(): readonly { id: number }[] }): number {
  return state.servers()[0]?.id ?? 0;
}
