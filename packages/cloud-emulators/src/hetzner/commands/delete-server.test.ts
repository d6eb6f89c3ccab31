import { describe, expect, it } from 'vitest';
import { actionIn, errorIn, namesIn } from '../testing/hetzner-client.js';
import { startHetzner, timings } from '../testing/start-hetzner.js';
import { startRunning } from '../testing/start-running.js';

describe('deletion', () => {
  it('answers an action and makes the server disappear at once', async () => {
    const { client, clock, state, id } = await startRunning();
    const deleted = await client.send('DELETE', `/servers/${id}`);
    expect(deleted.status).toBe(200);
    expect(actionIn(deleted)).toMatchObject({
      command: 'delete_server',
      status: 'running',
      resources: [{ type: 'server', id }],
    });
    expect(errorIn(await client.get(`/servers/${id}`))).toMatchObject({
      status: 404,
      code: 'not_found',
      message: `server with ID '${id}' not found`,
    });
    expect(namesIn(await client.get('/servers'), 'servers')).toEqual([]);
    expect((await client.send('DELETE', `/servers/${id}`)).status).toBe(404);
    await clock.advance(timings.deleteMs);
    expect((await client.action(actionIn(deleted).id)).status).toBe('success');
    expect(state.server(id)).toMatchObject({ status: 'gone', name: 'web' });
  });

  it('frees each name in its time', async () => {
    const { client, clock, state } = await startHetzner();
    const remove = async (name: string) =>
      client.send('DELETE', `/servers/${state.plantServer({ name }).id}`);
    await remove('first');
    await clock.advance(timings.deleteMs / 2);
    await remove('second');
    await clock.advance(timings.deleteMs / 2);
    await remove('third');
    state.plantServer({ name: 'first' });
    for (const name of ['second', 'third']) {
      expect(() => state.plantServer({ name })).toThrow(RangeError);
    }
    await clock.advance(timings.deleteMs);
    expect(state.plantServer({ name: 'third' }).name).toBe('third');
  });

  it('can take a while, with the server shown as deleting and locked', async () => {
    const { client, clock, id } = await startRunning({ timings: { goneMs: 3000 } });
    await client.send('DELETE', `/servers/${id}`);
    expect(await client.statusOf(id)).toBe('deleting');
    expect(errorIn(await client.send('PUT', `/servers/${id}`, { name: 'new' })).code).toBe(
      'locked',
    );
    await clock.advance(2999);
    expect(await client.statusOf(id)).toBe('deleting');
    await clock.advance(1);
    expect((await client.get(`/servers/${id}`)).status).toBe(404);
  });

  it('can fail', async () => {
    const { client, clock, state, id } = await startRunning();
    state.failNextAction('delete_server', { code: 'action_failed', message: 'Action failed' });
    const deleted = await client.send('DELETE', `/servers/${id}`);
    expect(await client.statusOf(id)).toBe('deleting');
    await clock.advance(timings.deleteMs);
    expect((await client.action(actionIn(deleted).id)).status).toBe('error');
    expect(await client.statusOf(id)).toBe('running');
    expect(state.server(id)?.goneAt).toBeUndefined();
  });

  it('is refused while the server is protected', async () => {
    const { client, clock, id, act } = await startRunning();
    await act('change_protection', { delete: true, rebuild: true });
    await clock.advance(timings.changeMs);
    expect((await client.server(id)).protection).toEqual({ delete: true, rebuild: true });
    expect(errorIn(await client.send('DELETE', `/servers/${id}`))).toMatchObject({
      status: 423,
      code: 'protected',
      message: 'server is delete protected',
    });
    expect(errorIn(await act('rebuild', { image: 'debian-12' })).code).toBe('protected');
    expect(errorIn(await act('change_protection', { delete: false }))).toMatchObject({
      status: 422,
      code: 'invalid_input',
    });
    await act('change_protection', { delete: false, rebuild: false });
    await clock.advance(timings.changeMs);
    expect((await client.send('DELETE', `/servers/${id}`)).status).toBe(200);
  });

  it('takes the primary IPs that were made for the server with it, when its action has ended', async () => {
    const { client, clock, state, id } = await startRunning();
    expect(state.primaryIps()).toMatchObject([
      { type: 'ipv4', assigneeId: id, autoDelete: true },
      { type: 'ipv6', assigneeId: id, autoDelete: true },
    ]);
    await client.send('DELETE', `/servers/${id}`);
    expect(state.primaryIps()).toHaveLength(2);
    await clock.advance(timings.deleteMs);
    expect(state.primaryIps()).toEqual([]);
  });

  it('leaves primary IPs that are not to be deleted behind, unassigned', async () => {
    const { client, clock, id } = await startRunning({
      behaviour: { autoDeletePrimaryIps: false },
    });
    await client.send('DELETE', `/servers/${id}`);
    await clock.advance(timings.deleteMs);
    const list = await client.get('/primary_ips');
    expect(namesIn(list, 'primary_ips', 'assignee_id')).toEqual([null, null]);
    expect(namesIn(list, 'primary_ips', 'assignee_type')).toEqual(['unassigned', 'unassigned']);
  });
});
