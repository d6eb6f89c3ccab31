import { describe, expect, it } from 'vitest';
import { namesIn } from '../testing/hetzner-client.js';
import { sshPublicKey } from '../testing/ssh-public-key.js';
import { RUNNING_MS, startHetzner, timings } from '../testing/start-hetzner.js';

describe('creating a server', () => {
  it('answers 201 with the server, its action, the actions to come and a password', async () => {
    const { client } = await startHetzner();
    const created = await client.create({ labels: { env: 'test' }, location: 'nbg1' });
    expect(created.server).toMatchObject({
      name: 'web',
      status: 'initializing',
      created: '2026-01-01T00:00:00Z',
      labels: { env: 'test' },
      server_type: { name: 'cx23' },
      location: { name: 'nbg1' },
      image: { id: 161547269 },
      private_net: [],
    });
    expect(created.server.public_net.ipv4?.ip).toMatch(/^198\.1[89]\./);
    expect(created.server.public_net.ipv6?.ip).toMatch(/^2001:db8:.*\/64$/);
    expect(created.server).not.toHaveProperty('datacenter');
    expect(created.action).toMatchObject({
      command: 'create_server',
      status: 'running',
      progress: 0,
      finished: null,
      error: null,
      resources: [{ type: 'server', id: created.server.id }],
    });
    expect(created.next_actions).toMatchObject([{ command: 'start_server', status: 'running' }]);
    expect(created.root_password).toMatch(/^\w{20}$/);
  });

  it('takes ids and names, as texts and as numbers', async () => {
    const { client, state } = await startHetzner();
    const key = state.addSshKey({ name: 'mine', publicKey: sshPublicKey('a') });
    const other = state.addSshKey({ name: 'other', publicKey: sshPublicKey('b') });
    const { server, root_password } = await client.create({
      server_type: '114',
      image: 67794396,
      location: 2,
      ssh_keys: [key, 'other'],
    });
    expect(server).toMatchObject({ server_type: { name: 'cx23' }, location: { name: 'nbg1' } });
    expect(root_password).toBeNull();
    expect(state.server(server.id)?.sshKeys).toEqual([key, other]);
  });

  it('boots as time goes on, and the actions end on the way', async () => {
    const { client, clock } = await startHetzner();
    const { server, action, next_actions } = await client.create();
    const start = next_actions[0]?.id ?? 0;
    await clock.advance(timings.createMs / 2);
    expect(await client.action(action.id)).toMatchObject({ status: 'running', progress: 50 });
    expect(await client.statusOf(server.id)).toBe('initializing');
    await clock.advance(timings.createMs / 2);
    expect(await client.action(action.id)).toMatchObject({
      status: 'success',
      progress: 100,
      finished: '2026-01-01T00:00:04Z',
      error: null,
    });
    expect(await client.statusOf(server.id)).toBe('starting');
    expect((await client.action(start)).status).toBe('running');
    await clock.advance(timings.startMs);
    expect(await client.statusOf(server.id)).toBe('running');
    expect((await client.action(start)).status).toBe('success');
  });

  it('leaves the server off without start_after_create', async () => {
    const { client, clock } = await startHetzner();
    const { server, next_actions } = await client.create({ start_after_create: false });
    expect(next_actions).toEqual([]);
    await clock.advance(timings.createMs);
    expect(await client.statusOf(server.id)).toBe('off');
    await clock.advance(60_000);
    expect(await client.statusOf(server.id)).toBe('off');
  });

  it('shows the addresses late where that is wanted', async () => {
    const { client, clock } = await startHetzner({ timings: { addressMs: 5000 } });
    const { server } = await client.create();
    expect(server.public_net).toMatchObject({ ipv4: null, ipv6: null });
    await clock.advance(4999);
    expect((await client.server(server.id)).public_net.ipv4).toBeNull();
    await clock.advance(1);
    expect((await client.server(server.id)).public_net.ipv4?.ip).toMatch(/^198\./);
  });

  it('gives no public address where it is told not to', async () => {
    const { client, state } = await startHetzner();
    const network = state.addNetwork({ name: 'net', ipRange: '10.1.0.0/16' });
    const { server } = await client.create({
      networks: [network],
      public_net: { enable_ipv4: false, enable_ipv6: false },
    });
    expect(server.public_net).toMatchObject({ ipv4: null, ipv6: null });
    expect(server.private_net).toMatchObject([{ network, ip: '10.1.0.2' }]);
    expect(state.primaryIps()).toEqual([]);
    const second = await client.create({ name: 'second', public_net: { enable_ipv6: false } });
    expect(second.server.public_net.ipv6).toBeNull();
    expect(state.primaryIps()).toMatchObject([{ type: 'ipv4', assigneeId: second.server.id }]);
  });

  it('uses a primary IP that exists', async () => {
    const { client, state } = await startHetzner();
    await client.send('POST', '/primary_ips', { name: 'kept', type: 'ipv4', location: 'hel1' });
    const [kept] = state.primaryIps();
    const { server } = await client.create({ location: 'hel1', public_net: { ipv4: kept?.id } });
    expect(server.public_net.ipv4).toMatchObject({ id: kept?.id, ip: kept?.ip });
  });

  it('shows firewalls and keeps the user data to itself', async () => {
    const { client, state } = await startHetzner();
    const firewall = state.addFirewall();
    const user_data = '#cloud-config\npassword: secret\n';
    const { server } = await client.create({ firewalls: [{ firewall }], user_data });
    expect(server.public_net).toMatchObject({ firewalls: [{ id: firewall, status: 'applied' }] });
    const { body } = await client.get(`/servers/${server.id}`);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(state.server(server.id)?.userData).toBe(user_data);
  });

  it('chooses a location that has the type in stock when none is named', async () => {
    const { client, state } = await startHetzner();
    state.catalogue.setStock('cx23', 'fsn1', false);
    expect((await client.create()).server.location.name).toBe('nbg1');
    expect((await client.create({ name: 'us', server_type: 'cpx11' })).server.location.name).toBe(
      'ash',
    );
  });

  it('is counted by the meter under its labels', async () => {
    const { client, clock, emulator } = await startHetzner({
      meterGroup: ({ tags }) => tags['owner'] ?? 'nobody',
    });
    const { server } = await client.create({ labels: { owner: 'me' } });
    await clock.advance(RUNNING_MS);
    await client.send('DELETE', `/servers/${server.id}`);
    await clock.advance(60_000);
    expect(emulator.meter.group('me')).toMatchObject({
      machines: 1,
      alive: 0,
      machineSeconds: RUNNING_MS / 1000,
    });
  });
});

describe('a creation that fails only in its action', () => {
  it('leaves a server that is off, and says why in the action', async () => {
    const { client, clock, state } = await startHetzner();
    state.failNextAction('create_server', { code: 'placement_error', message: 'no host found' });
    const { server, action, next_actions } = await client.create();
    expect(action).toMatchObject({ status: 'running', error: null });
    await clock.advance(RUNNING_MS);
    expect(await client.action(action.id)).toMatchObject({
      status: 'error',
      progress: 100,
      error: { code: 'placement_error', message: 'no host found' },
    });
    expect((await client.action(next_actions[0]?.id ?? 0)).status).toBe('error');
    expect(await client.statusOf(server.id)).toBe('off');
    const again = await client.create({ name: 'again' });
    await clock.advance(RUNNING_MS);
    expect((await client.action(again.action.id)).status).toBe('success');
  });

  it('can take the server with it', async () => {
    const { client, clock, state } = await startHetzner();
    const failure = { code: 'placement_error', message: 'no host found', removesServer: true };
    state.failNextAction('create_server', failure);
    const { server } = await client.create();
    expect(await client.statusOf(server.id)).toBe('initializing');
    await clock.advance(timings.createMs);
    expect((await client.get(`/servers/${server.id}`)).status).toBe(404);
    expect(state.primaryIps()).toEqual([]);
    expect(state.server(server.id)?.status).toBe('gone');
  });

  it('can be the start alone', async () => {
    const { client, clock, state } = await startHetzner();
    state.failNextAction('start_server', { code: 'action_failed', message: 'Action failed' });
    const { server, action, next_actions } = await client.create();
    await clock.advance(RUNNING_MS);
    expect((await client.action(action.id)).status).toBe('success');
    expect((await client.action(next_actions[0]?.id ?? 0)).status).toBe('error');
    expect(await client.statusOf(server.id)).toBe('off');
    expect(namesIn(await client.get('/servers'), 'servers')).toEqual(['web']);
  });
});
