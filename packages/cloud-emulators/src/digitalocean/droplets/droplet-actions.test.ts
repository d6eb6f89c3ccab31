import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  type Client,
  createDroplet,
  errorOf,
  readDroplet,
  startDigitalOcean,
} from '../testing/start-digitalocean.js';

const act = (client: Client, id: number, body: unknown) =>
  client('POST', `/v2/droplets/${id}/actions`, body);

async function startWithDroplet() {
  const started = await startDigitalOcean();
  const { id } = started.state.droplets.plant({ name: 'web-1' });
  return { ...started, id };
}

describe('droplet actions', () => {
  it('switch a droplet off and on, which takes time and locks it', async () => {
    const { client, clock, id } = await startWithDroplet();
    const { action } = await bodyOf(act(client, id, { type: 'power_off' }), 201);
    expect(action).toMatchObject({ type: 'power_off', status: 'in-progress', resource_id: id });
    expect(await readDroplet(client, id)).toMatchObject({ status: 'active', locked: true });
    await clock.advance(5_000);
    expect(await readDroplet(client, id)).toMatchObject({ status: 'off', locked: false });
    expect((await readDroplet(client, id)).networks.v4).toHaveLength(2);
    await bodyOf(act(client, id, { type: 'power_on' }), 201);
    await clock.advance(5_000);
    expect(await readDroplet(client, id)).toMatchObject({ status: 'active' });
    const path = `/v2/droplets/${id}/actions/${action.id}`;
    expect(await bodyOf(client('GET', path))).toMatchObject({ action: { status: 'completed' } });
  });

  it.each(['reboot', 'power_cycle'])('leave a droplet active after %s', async (type) => {
    const { client, clock, id } = await startWithDroplet();
    await bodyOf(act(client, id, { type }), 201);
    expect(await readDroplet(client, id)).toMatchObject({ status: 'active', locked: true });
    await clock.advance(5_000);
    expect(await readDroplet(client, id)).toMatchObject({ status: 'active', locked: false });
  });

  it('shut a droplet down', async () => {
    const { client, clock, id } = await startWithDroplet();
    await bodyOf(act(client, id, { type: 'shutdown' }), 201);
    await clock.advance(5_000);
    expect(await readDroplet(client, id)).toMatchObject({ status: 'off' });
  });

  it('rename a droplet, which is then found under its new name only', async () => {
    const { client, id } = await startWithDroplet();
    await bodyOf(act(client, id, { type: 'rename', name: 'db-1' }), 201);
    expect(await readDroplet(client, id)).toMatchObject({ name: 'db-1' });
    const count = async (name: string) =>
      (await bodyOf(client('GET', `/v2/droplets?name=${name}`))).meta.total;
    expect([await count('web-1'), await count('db-1')]).toEqual([0, 1]);
  });

  it('end as errored without an effect where that is planned', async () => {
    const { client, clock, state, id } = await startWithDroplet();
    state.droplets.failNextActions();
    const { action } = await bodyOf(act(client, id, { type: 'power_off' }), 201);
    await clock.advance(5_000);
    expect(await readDroplet(client, id)).toMatchObject({ status: 'active', locked: false });
    expect(await bodyOf(client('GET', `/v2/actions/${action.id}`))).toMatchObject({
      action: { status: 'errored' },
    });
  });

  it('are refused while another event is under way', async () => {
    const { client, id } = await startWithDroplet();
    await act(client, id, { type: 'reboot' });
    const created = await createDroplet(client);
    for (const each of [id, created]) {
      expect(await errorOf(act(client, each, { type: 'power_off' }))).toMatchObject({
        status: 422,
        message: 'Droplet already has a pending event.',
      });
    }
  });

  it.each<[string, unknown, number, string]>([
    ['a type that the API does not know', { type: 'explode' }, 422, 'invalid action type: explode'],
    ['no type', {}, 422, 'type is required'],
    ['a type that is not emulated', { type: 'resize', size: 'c-4', disk: true }, 501, 'resize'],
    ['switching on what is on', { type: 'power_on' }, 422, 'Droplet is already powered on.'],
    ['a field of another type', { type: 'reboot', name: 'x' }, 400, 'parameters: name'],
    ['an unknown field', { type: 'reboot', force: true }, 400, 'parameters: force'],
    ['renaming without a name', { type: 'rename' }, 422, 'Only valid hostname characters'],
    ['renaming to a bad name', { type: 'rename', name: 'a_b' }, 422, 'Only valid hostname'],
    ['a body that is a list', [], 400, 'error parsing request body'],
  ])('refuse %s', async (_, body, status, message) => {
    const { client, id, state } = await startWithDroplet();
    expect(await errorOf(act(client, id, body))).toMatchObject({
      status,
      message: expect.stringContaining(message),
    });
    expect(state.droplets.find(id)).toMatchObject({ locked: false, name: 'web-1' });
  });

  it.each([
    ['power_off', 'Droplet is already powered off.'],
    ['shutdown', 'Droplet is currently off. Please power it on to run this event.'],
    ['reboot', 'Droplet is currently off. Please power it on to run this event.'],
    ['power_cycle', 'Droplet is currently off. Please power it on to run this event.'],
  ])('refuse %s of a droplet that is off', async (type, message) => {
    const { client, state, id } = await startWithDroplet();
    state.droplets.switchOff(id);
    expect(await errorOf(act(client, id, { type }))).toMatchObject({ status: 422, message });
  });

  it('are listed for the droplet and for the account, the newest first', async () => {
    const { client, clock, id } = await startWithDroplet();
    for (const type of ['reboot', 'power_off', 'power_on']) {
      await bodyOf(act(client, id, { type }), 201);
      await clock.advance(5_000);
    }
    await createDroplet(client);
    const types = async (path: string) => {
      const { actions, meta } = await bodyOf(client('GET', path));
      return [actions.map(({ type }: { type: string }) => type), meta.total];
    };
    expect(await types(`/v2/droplets/${id}/actions`)).toEqual([
      ['power_on', 'power_off', 'reboot'],
      3,
    ]);
    expect(await types(`/v2/droplets/${id}/actions?per_page=2&page=2`)).toEqual([['reboot'], 3]);
    expect(await types('/v2/actions?per_page=2')).toEqual([['create', 'power_on'], 4]);
    expect(await types('/v2/actions?page=9')).toEqual([[], 4]);
  });

  it('outlive their droplet, but not under its path', async () => {
    const { client, clock, id } = await startWithDroplet();
    const { action } = await bodyOf(act(client, id, { type: 'reboot' }), 201);
    await clock.advance(5_000);
    await client('DELETE', `/v2/droplets/${id}`);
    await clock.advance(10_000);
    expect((await client('GET', `/v2/actions/${action.id}`)).status).toBe(200);
    expect((await client('GET', `/v2/droplets/${id}/actions`)).status).toBe(404);
    expect((await client('GET', `/v2/droplets/${id}/actions/${action.id}`)).status).toBe(404);
    expect((await act(client, id, { type: 'reboot' })).status).toBe(404);
    const { actions } = await bodyOf(client('GET', '/v2/actions'));
    expect(actions[0]).toMatchObject({ type: 'destroy', status: 'completed' });
  });

  it('are not found under another droplet or an unknown id', async () => {
    const { client, state, id } = await startWithDroplet();
    const { action } = await bodyOf(act(client, id, { type: 'reboot' }), 201);
    const other = state.droplets.plant({ name: 'other' });
    for (const path of [
      `/v2/droplets/${other.id}/actions/${action.id}`,
      `/v2/droplets/${id}/actions/1`,
      '/v2/actions/1',
      '/v2/actions/x',
    ]) {
      expect((await client('GET', path)).status, path).toBe(404);
    }
  });
});
