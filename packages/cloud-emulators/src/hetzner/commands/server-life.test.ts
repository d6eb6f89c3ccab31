import { describe, expect, it } from 'vitest';
import { actionIn, errorIn, namesIn } from '../testing/hetzner-client.js';
import { sshPublicKey } from '../testing/ssh-public-key.js';
import { RUNNING_MS, startHetzner, timings } from '../testing/start-hetzner.js';
import { startRunning } from '../testing/start-running.js';

describe('power', () => {
  it('off and on again', async () => {
    const { client, clock, id, act } = await startRunning();
    const off = await act('poweroff');
    expect(off.status).toBe(201);
    expect(actionIn(off)).toMatchObject({ command: 'stop_server', status: 'running' });
    expect(await client.statusOf(id)).toBe('stopping');
    await clock.advance(timings.powerOffMs);
    expect(await client.statusOf(id)).toBe('off');
    expect((await client.action(actionIn(off).id)).status).toBe('success');
    expect(actionIn(await act('poweron'))).toMatchObject({ command: 'start_server' });
    expect(await client.statusOf(id)).toBe('starting');
    await clock.advance(timings.startMs);
    expect(await client.statusOf(id)).toBe('running');
  });

  it('by shutdown goes off after its action has succeeded, or never', async () => {
    const { client, clock, state, id, act } = await startRunning();
    const asked = actionIn(await act('shutdown'));
    await clock.advance(timings.shutdownRequestMs);
    expect((await client.action(asked.id)).status).toBe('success');
    expect(await client.statusOf(id)).toBe('stopping');
    await clock.advance(timings.shutdownMs);
    expect(await client.statusOf(id)).toBe('off');

    await act('poweron');
    await clock.advance(timings.startMs);
    state.setObeysShutdown(id, false);
    await act('shutdown');
    await clock.advance(600_000);
    expect(await client.statusOf(id)).toBe('running');
  });

  it.each(['reboot', 'reset'])('by %s is on again in the end', async (command) => {
    const { client, clock, id, act } = await startRunning();
    await act(command);
    await clock.advance(1500);
    expect(await client.statusOf(id)).not.toBe('running');
    await clock.advance(10_000);
    expect(await client.statusOf(id)).toBe('running');
  });

  it('stays as it is when the action fails, is on already, or off already', async () => {
    const { client, clock, state, id, act } = await startRunning();
    state.failNextAction('stop_server', { code: 'action_failed', message: 'Action failed' });
    const { id: failing } = actionIn(await act('poweroff'));
    await clock.advance(timings.powerOffMs);
    expect((await client.action(failing)).error?.code).toBe('action_failed');
    expect(await client.statusOf(id)).toBe('running');
    await act('poweron');
    expect(await client.statusOf(id)).toBe('running');
    await clock.advance(timings.startMs);
    await act('poweroff');
    await clock.advance(timings.powerOffMs);
    for (const command of ['poweroff', 'shutdown', 'reboot']) {
      await act(command);
      await clock.advance(10_000);
      expect(await client.statusOf(id)).toBe('off');
    }
  });

  it('on is refused for a server without any network interface', async () => {
    const { client, clock } = await startHetzner();
    const { server } = await client.create({
      start_after_create: false,
      public_net: { enable_ipv4: false, enable_ipv6: false },
    });
    await clock.advance(timings.createMs);
    const answer = await client.send('POST', `/servers/${server.id}/actions/poweron`);
    expect(errorIn(answer)).toMatchObject({
      status: 422,
      code: 'invalid_input',
      message: 'server has no network interface',
    });
  });
});

describe('an action that fails', () => {
  it('changes nothing in the end', async () => {
    const { client, clock, state, id, act } = await startRunning();
    const failure = { code: 'action_failed', message: 'Action failed' };
    for (const [command, path, body] of [
      ['change_protection', 'change_protection', { delete: true, rebuild: true }],
      ['rebuild_server', 'rebuild', { image: 'debian-12' }],
    ] as const) {
      state.failNextAction(command, failure);
      const { id: action } = actionIn(await act(path, body));
      await clock.advance(timings.rebuildMs);
      expect((await client.action(action)).error).toEqual(failure);
    }
    expect(await client.server(id)).toMatchObject({
      status: 'off',
      protection: { delete: false, rebuild: false },
      image: { id: 161547269 },
    });
  });

  it('can be one of several to come, in one project', async () => {
    const { client, clock, state, act } = await startRunning();
    state.failNextAction('reset_server', { code: 'a', message: 'first' }, { times: 2 });
    state.failNextAction('reset_server', { code: 'b', message: 'elsewhere' }, { project: 'other' });
    const codes = [];
    for (let count = 0; count < 3; count++) {
      const { id } = actionIn(await act('reset'));
      await clock.advance(timings.rebootMs);
      codes.push((await client.action(id)).error?.code);
    }
    expect(codes).toEqual(['a', 'a', undefined]);
  });
});

describe('a running action', () => {
  it('locks its server against every other action, a deletion and an update', async () => {
    const { client, clock } = await startHetzner();
    const { server } = await client.create();
    const locked = {
      status: 423,
      code: 'locked',
      message: 'cannot perform operation because resource is locked',
    };
    expect(server.locked).toBe(true);
    const path = `/servers/${server.id}`;
    const attempts = [
      () => client.send('DELETE', path),
      () => client.send('PUT', path, { labels: {} }),
      () => client.send('POST', `${path}/actions/poweroff`),
      () => client.send('POST', `${path}/actions/rebuild`, { image: 'debian-12' }),
      () =>
        client.send('POST', `${path}/actions/change_protection`, { delete: true, rebuild: true }),
      () => client.send('POST', `${path}/actions/request_console`),
    ];
    for (const attempt of attempts) expect(errorIn(await attempt())).toMatchObject(locked);
    await clock.advance(RUNNING_MS - 1);
    expect(errorIn(await client.send('DELETE', path))).toMatchObject(locked);
    await clock.advance(1);
    expect((await client.server(server.id)).locked).toBe(false);
    expect((await client.send('DELETE', path)).status).toBe(200);
  });

  it('locks longer where locks last longer', async () => {
    const { client, clock } = await startHetzner({ timings: { lockMs: 5000 } });
    const { server } = await client.create();
    await clock.advance(RUNNING_MS + 4999);
    expect(await client.statusOf(server.id)).toBe('running');
    expect((await client.send('DELETE', `/servers/${server.id}`)).status).toBe(423);
    await clock.advance(1);
    expect((await client.send('DELETE', `/servers/${server.id}`)).status).toBe(200);
  });

  it('can be set to lock nothing, or no updates', async () => {
    const { client, state } = await startHetzner({ behaviour: { updatesWhileLocked: 'allow' } });
    const { server } = await client.create();
    const path = `/servers/${server.id}`;
    expect((await client.send('PUT', path, { labels: { a: 'b' } })).status).toBe(200);
    expect((await client.send('DELETE', path)).status).toBe(423);
    state.setBehaviour({ locking: false });
    expect((await client.send('DELETE', path)).status).toBe(200);
  });
});

describe('a rebuild', () => {
  it('shows the server as rebuilding and ends with another image and password', async () => {
    const { client, clock, id, act } = await startRunning();
    const answer = await act('rebuild', { image: 'debian-12' });
    expect(answer.body).toMatchObject({
      root_password: expect.stringMatching(/^\w{20}$/),
      action: { command: 'rebuild_server' },
    });
    expect(await client.statusOf(id)).toBe('rebuilding');
    await clock.advance(timings.rebuildMs);
    expect(await client.server(id)).toMatchObject({ status: 'running', image: { id: 114690387 } });
    expect(errorIn(await act('rebuild', { image: '161547270' })).message).toBe(
      'image has incompatible architecture',
    );
    expect(errorIn(await act('rebuild', {})).details).toMatchObject({
      fields: [{ name: 'image' }],
    });
  });

  it('gives no password where there are SSH keys', async () => {
    const { client, clock, state } = await startHetzner();
    state.addSshKey({ name: 'mine', publicKey: sshPublicKey('a') });
    const { server } = await client.create({ ssh_keys: ['mine'] });
    await clock.advance(RUNNING_MS);
    const path = `/servers/${server.id}/actions/rebuild`;
    const { body } = await client.send('POST', path, { image: 'debian-12' });
    expect(body).toMatchObject({ root_password: null });
  });
});

describe('an update', () => {
  it('changes name and labels, each when given, and replaces all labels', async () => {
    const { client, id } = await startRunning();
    await client.send('PUT', `/servers/${id}`, { labels: { a: '1', b: '2' } });
    await client.send('PUT', `/servers/${id}`, { name: 'renamed' });
    const answer = await client.send('PUT', `/servers/${id}`, { labels: { b: '3' } });
    expect(answer.body).toMatchObject({ server: { name: 'renamed', labels: { b: '3' } } });
    expect((await client.server(id)).labels).toEqual({ b: '3' });
    expect(namesIn(await client.get('/servers?name=web'), 'servers')).toEqual([]);
    expect(namesIn(await client.get('/servers?label_selector=a'), 'servers')).toEqual([]);
    expect(namesIn(await client.get('/servers?label_selector=b%3D3'), 'servers')).toEqual([
      'renamed',
    ]);
  });

  it('is refused for a name that is taken or no host name, and for wrong labels', async () => {
    const { client, state, id } = await startRunning();
    state.plantServer({ name: 'other' });
    const update = (change: object) => client.send('PUT', `/servers/${id}`, change);
    expect(errorIn(await update({ name: 'other' })).code).toBe('uniqueness_error');
    expect(errorIn(await update({ name: 'a_b' })).code).toBe('invalid_input');
    expect(errorIn(await update({ labels: { a: 'b c' } })).code).toBe('invalid_input');
    expect(errorIn(await update({ type: 'cx33' })).details).toMatchObject({
      fields: [{ name: 'type' }],
    });
    expect((await update({ name: 'web' })).status).toBe(200);
    expect((await client.send('PUT', '/servers/7', { name: 'x' })).status).toBe(404);
  });
});

describe('a console', () => {
  it('comes with an address and a password', async () => {
    const { id, act } = await startRunning();
    expect((await act('request_console')).body).toMatchObject({
      wss_url: expect.stringContaining(`server_id=${id}&token=`),
      password: expect.stringMatching(/^\w{20}$/),
      action: { command: 'request_console', status: 'success' },
    });
  });
});
