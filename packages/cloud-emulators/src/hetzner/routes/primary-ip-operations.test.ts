import { describe, expect, it } from 'vitest';
import { actionIn, errorIn, namesIn } from '../testing/hetzner-client.js';
import { RUNNING_MS, startHetzner, timings } from '../testing/start-hetzner.js';

async function startWithAddress() {
  const started = await startHetzner();
  const { client, state } = started;
  const fields = { name: 'kept', type: 'ipv4', location: 'fsn1', labels: { a: 'b' } };
  const answer = await client.send('POST', '/primary_ips', fields);
  const id = state.primaryIps()[0]?.id ?? 0;
  return { ...started, answer, id, path: `/primary_ips/${id}` };
}

/** A server that is off and has no IPv4 address. */
async function createOff({ client, clock }: Awaited<ReturnType<typeof startWithAddress>>) {
  const { server } = await client.create({
    location: 'fsn1',
    start_after_create: false,
    public_net: { enable_ipv4: false },
  });
  await clock.advance(timings.createMs);
  return server.id;
}

describe('primary IPs', () => {
  it('can be had without a server', async () => {
    const { answer, id } = await startWithAddress();
    expect(answer).toMatchObject({
      status: 201,
      body: {
        action: null,
        primary_ip: {
          id,
          name: 'kept',
          type: 'ipv4',
          location: { name: 'fsn1' },
          labels: { a: 'b' },
          auto_delete: false,
          assignee_id: null,
          assignee_type: 'unassigned',
        },
      },
    });
  });

  it('are found by name, address and label', async () => {
    const { client, state, id } = await startWithAddress();
    await client.create();
    const list = async (query: string) =>
      namesIn(await client.get(`/primary_ips?${query}`), 'primary_ips', 'id');
    expect(await list('')).toHaveLength(3);
    expect(await list('name=kept')).toEqual([id]);
    expect(await list(`ip=${state.primaryIps()[0]?.ip}`)).toEqual([id]);
    expect(await list('label_selector=a')).toEqual([id]);
    expect((await list('sort=id:desc')).at(-1)).toBe(id);
    expect(errorIn(await client.get('/primary_ips?sort=name')).code).toBe('invalid_input');
  });

  it('are changed and deleted', async () => {
    const { client, path } = await startWithAddress();
    const change = { name: 'new', auto_delete: true, labels: {} };
    expect((await client.send('PUT', path, change)).body).toMatchObject({ primary_ip: change });
    expect((await client.send('DELETE', path)).status).toBe(204);
    expect((await client.get(path)).status).toBe(404);
  });

  it('are assigned to a server that is off, and taken from it again', async () => {
    const started = await startWithAddress();
    const { client, clock, path } = started;
    const server = await createOff(started);
    const body = { assignee_type: 'server', assignee_id: server };
    const assigned = await client.send('POST', `${path}/actions/assign`, body);
    expect(actionIn(assigned)).toMatchObject({ command: 'assign_primary_ip', status: 'running' });
    await clock.advance(timings.changeMs);
    expect((await client.server(server)).public_net.ipv4?.id).toBe(started.id);
    expect((await client.get(path)).body).toMatchObject({
      primary_ip: { assignee_id: server, assignee_type: 'server' },
    });
    expect(errorIn(await client.send('DELETE', path))).toMatchObject({
      status: 422,
      code: 'must_be_unassigned',
    });
    const released = await client.send('POST', `${path}/actions/unassign`);
    expect(actionIn(released).command).toBe('unassign_primary_ip');
    await clock.advance(timings.changeMs);
    expect((await client.server(server)).public_net.ipv4).toBeNull();
    expect((await client.send('DELETE', path)).status).toBe(204);
  });

  it('are not assigned where they cannot be', async () => {
    const started = await startWithAddress();
    const { client, clock, state, path } = started;
    const off = await createOff(started);
    const { server: running } = await client.create({ name: 'running', location: 'fsn1' });
    await clock.advance(RUNNING_MS);
    const assign = async (assignee_id: number, to = path) =>
      errorIn(
        await client.send('POST', `${to}/actions/assign`, { assignee_type: 'server', assignee_id }),
      );
    expect(await assign(running.id)).toMatchObject({ status: 422, code: 'server_not_stopped' });
    expect(await assign(7)).toMatchObject({ status: 404, code: 'not_found' });
    const far = { name: 'far', type: 'ipv4', location: 'ash' };
    await client.send('POST', '/primary_ips', far);
    const farId = state.primaryIps().find(({ name }) => name === 'far')?.id;
    expect(await assign(off, `/primary_ips/${farId}`)).toMatchObject({ code: 'invalid_input' });

    await client.send('POST', `/servers/${running.id}/actions/poweroff`);
    await clock.advance(timings.powerOffMs);
    expect(await assign(running.id)).toMatchObject({ status: 422, code: 'server_has_ipv4' });
    const own = `/primary_ips/${running.public_net.ipv4?.id}`;
    expect(await assign(off, own)).toMatchObject({ code: 'primary_ip_already_assigned' });
    expect(errorIn(await client.send('POST', `${path}/actions/unassign`))).toMatchObject({
      status: 422,
    });
  });

  it('are taken from no server that runs', async () => {
    const { client, clock } = await startHetzner();
    const { server } = await client.create();
    await clock.advance(RUNNING_MS);
    const path = `/primary_ips/${server.public_net.ipv4?.id}/actions/unassign`;
    expect(errorIn(await client.send('POST', path)).code).toBe('server_not_stopped');
  });

  it('can be made for a server at once, or not at all', async () => {
    const started = await startWithAddress();
    const { client, clock, state } = started;
    const server = await createOff(started);
    const fields = { type: 'ipv4', assignee_type: 'server', assignee_id: server };
    const answer = await client.send('POST', '/primary_ips', { ...fields, name: 'first' });
    expect(answer.body).toMatchObject({
      action: { command: 'assign_primary_ip' },
      primary_ip: { assignee_id: server },
    });
    await clock.advance(timings.changeMs);
    const second = await client.send('POST', '/primary_ips', { ...fields, name: 'second' });
    expect(errorIn(second).code).toBe('server_has_ipv4');
    expect(state.primaryIps().map(({ name }) => name)).not.toContain('second');
  });

  it('count towards the account', async () => {
    const { client } = await startHetzner({ quotas: { primaryIps: 1 } });
    const fields = { type: 'ipv6', location: 'fsn1' };
    expect((await client.send('POST', '/primary_ips', { ...fields, name: 'a' })).status).toBe(201);
    expect(
      errorIn(await client.send('POST', '/primary_ips', { ...fields, name: 'b' })),
    ).toMatchObject({ status: 403, message: 'Primary IP limit exceeded' });
  });

  it.each([
    [{ name: undefined }, 'name'],
    [{ type: 'ipv5' }, 'type'],
    [{ location: undefined }, 'location'],
    [{ datacenter: 'fsn1-dc14' }, 'datacenter'],
    [{ location: undefined, assignee_id: 5 }, 'assignee_type'],
    [{ assignee_id: 5, assignee_type: 'server' }, 'location'],
    [{ assignee_type: 'load_balancer' }, 'assignee_type'],
    [{ auto_delete: 'no' }, 'auto_delete'],
    [{ labels: { a: '/' } }, 'labels'],
    [{ size: 1 }, 'size'],
  ])('are refused with %j', async (change, field) => {
    const { client } = await startHetzner();
    const body = { name: 'a', type: 'ipv4', location: 'fsn1', ...change };
    const { status, details } = errorIn(await client.send('POST', '/primary_ips', body));
    expect(status).toBe(422);
    expect(details).toMatchObject({
      fields: expect.arrayContaining([expect.objectContaining({ name: field })]),
    });
  });

  it('are refused for a location or a server that does not exist', async () => {
    const { client } = await startHetzner();
    const body = { name: 'a', type: 'ipv4' };
    const nowhere = await client.send('POST', '/primary_ips', { ...body, location: 'moon' });
    expect(errorIn(nowhere)).toMatchObject({ status: 422, message: 'location not found' });
    const toNobody = { ...body, assignee_type: 'server', assignee_id: 7 };
    expect(errorIn(await client.send('POST', '/primary_ips', toNobody))).toMatchObject({
      status: 404,
      message: 'server not found',
    });
  });

  it('stay where they are when the action fails', async () => {
    const started = await startWithAddress();
    const { client, clock, state, path } = started;
    const server = await createOff(started);
    const assign = () =>
      client.send('POST', `${path}/actions/assign`, {
        assignee_type: 'server',
        assignee_id: server,
      });
    const assignee = () => state.primaryIps().find(({ id }) => id === started.id)?.assigneeId;
    state.failNextAction('assign_primary_ip', { code: 'action_failed', message: 'Action failed' });
    await assign();
    await clock.advance(timings.changeMs);
    expect(assignee()).toBeNull();
    await assign();
    await clock.advance(timings.changeMs);
    state.failNextAction('unassign_primary_ip', {
      code: 'action_failed',
      message: 'Action failed',
    });
    await client.send('POST', `${path}/actions/unassign`);
    await clock.advance(timings.changeMs);
    expect(assignee()).toBe(server);
  });

  it('are unique by name', async () => {
    const { client, path } = await startWithAddress();
    const fields = { name: 'kept', type: 'ipv6', location: 'hel1' };
    expect(errorIn(await client.send('POST', '/primary_ips', fields)).code).toBe(
      'uniqueness_error',
    );
    expect((await client.send('PUT', path, { name: 'kept' })).status).toBe(200);
  });
});
