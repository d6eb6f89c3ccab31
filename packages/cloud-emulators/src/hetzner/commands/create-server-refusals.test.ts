import { describe, expect, it } from 'vitest';
import { createHetznerClient, errorIn } from '../testing/hetzner-client.js';
import { RUNNING_MS, startHetzner, timings } from '../testing/start-hetzner.js';

const smallest = { name: 'web', server_type: 'cx23', image: 'ubuntu-24.04', location: 'fsn1' };

const fieldsOf = (...names: string[]) => ({ fields: names.map((name) => ({ name })) });

describe('creating a server is refused', () => {
  it.each([
    ['no name', { name: undefined }, 'name'],
    ['an empty name', { name: '' }, 'name'],
    ['an underscore in the name', { name: 'my_server' }, 'name'],
    ['a name that begins with a dash', { name: '-web' }, 'name'],
    ['a name with a label of 64 characters', { name: 'a'.repeat(64) }, 'name'],
    ['a name of 254 characters', { name: `${'a.'.repeat(126)}ab` }, 'name'],
    ['a name with an empty label', { name: 'a..b' }, 'name'],
    ['a name that is no text', { name: 7 }, 'name'],
    ['no type', { server_type: undefined }, 'server_type'],
    ['a type that is an object', { server_type: {} }, 'server_type'],
    ['no image', { image: undefined }, 'image'],
    ['an empty image', { image: '' }, 'image'],
    ['a datacenter, which was removed', { datacenter: 'fsn1-dc14' }, 'datacenter'],
    ['user data above 32 KiB', { user_data: 'ä'.repeat(16_385) }, 'user_data'],
    ['user data that is no text', { user_data: {} }, 'user_data'],
    ['labels that are a list', { labels: [] }, 'labels'],
    ['a label value with a slash', { labels: { branch: 'feature/x' } }, 'labels'],
    ['a label value with a colon', { labels: { at: '2026-01-01T00:00:00Z' } }, 'labels'],
    ['a label value of 64 characters', { labels: { a: 'b'.repeat(64) } }, 'labels'],
    ['a label value that is a number', { labels: { a: 1 } }, 'labels'],
    ['an empty label key', { labels: { '': 'a' } }, 'labels'],
    ['a reserved label key', { labels: { 'hetzner.cloud/a': 'b' } }, 'labels'],
    ['a label key whose prefix is no domain', { labels: { '-a/b': 'c' } }, 'labels'],
    ['a label key with two slashes', { labels: { 'a/b/c': 'd' } }, 'labels'],
    ['ssh_keys that are no list', { ssh_keys: 'mine' }, 'ssh_keys'],
    ['an unknown SSH key', { ssh_keys: ['nobodys'] }, 'ssh_keys'],
    ['start_after_create that is no boolean', { start_after_create: 1 }, 'start_after_create'],
    ['public_net that is no object', { public_net: true }, 'public_net'],
    ['a wrong field in public_net', { public_net: { enable_ipv4: 1 } }, 'public_net.enable_ipv4'],
    ['an unknown field in public_net', { public_net: { ipv5: 1 } }, 'public_net.ipv5'],
    ['an address it disables', { public_net: { enable_ipv4: false, ipv4: 5 } }, 'public_net.ipv4'],
    ['a network id that is a text', { networks: ['net'] }, 'networks.0'],
    ['a firewall without its id', { firewalls: [{}] }, 'firewalls.0.firewall'],
    ['an unknown field', { spot: true }, 'spot'],
  ])('for %s', async (_case, change, field) => {
    const { client, state } = await startHetzner();
    const answer = await client.send('POST', '/servers', { ...smallest, ...change });
    expect(errorIn(answer)).toMatchObject({
      status: 422,
      code: 'invalid_input',
      message: `invalid input in field '${field}'`,
      details: fieldsOf(field),
    });
    expect(state.servers()).toEqual([]);
    expect(state.primaryIps()).toEqual([]);
  });

  it('with all wrong fields at once', async () => {
    const { client } = await startHetzner();
    const answer = await client.send('POST', '/servers', { name: 'a_b', labels: { a: '/' } });
    expect(errorIn(answer)).toMatchObject({
      message: "invalid input in fields 'name', 'server_type', 'image', 'labels'",
      details: fieldsOf('name', 'server_type', 'image', 'labels'),
    });
  });

  it.each([
    ['an unknown type', { server_type: 'cx21' }, 'server type not found'],
    ['an unknown image', { image: 'ubuntu-1.0' }, 'image not found'],
    ['an unknown location', { location: 'fsn9' }, 'location not found'],
    [
      'an arm type in America',
      { server_type: 'cax11', location: 'ash' },
      'unsupported location for server type',
    ],
    [
      'a type that its location no longer sells',
      { server_type: 'cpx11' },
      'server type 22 is deprecated',
    ],
    ['an arm image for an x86 type', { image: '161547270' }, 'image has incompatible architecture'],
    [
      'an image name for an arm type',
      { server_type: 'cax11' },
      'image has incompatible architecture',
    ],
    [
      'a server that could reach nobody',
      { public_net: { enable_ipv4: false, enable_ipv6: false } },
      'server has no network interface',
    ],
  ])('for %s', async (_case, change, message) => {
    const { client, state } = await startHetzner();
    const answer = await client.send('POST', '/servers', { ...smallest, ...change });
    expect(errorIn(answer)).toEqual({ status: 422, code: 'invalid_input', message, details: {} });
    expect(state.servers()).toEqual([]);
  });

  it.each([
    ['network', { networks: [7] }],
    ['firewall', { firewalls: [{ firewall: 7 }] }],
    ['volume', { volumes: [7] }],
    ['placement group', { placement_group: 7 }],
    ['primary IP', { public_net: { ipv4: 7 } }],
  ])('for a %s that does not exist, with 404', async (kind, change) => {
    const { client } = await startHetzner();
    const answer = await client.send('POST', '/servers', { ...smallest, ...change });
    expect(errorIn(answer)).toMatchObject({
      status: 404,
      code: 'not_found',
      message: `${kind} not found`,
    });
  });

  it('for names that do not exist with 404, where that is set', async () => {
    const { client } = await startHetzner({ behaviour: { unknownReference: 'not_found' } });
    for (const change of [
      { server_type: 'cx21' },
      { image: 'ubuntu-1.0' },
      { location: 'fsn9' },
      { ssh_keys: ['nobodys'] },
    ]) {
      const answer = await client.send('POST', '/servers', { ...smallest, ...change });
      expect(errorIn(answer)).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  it('for primary IPs that are in use, of the other kind or elsewhere', async () => {
    const { client, state } = await startHetzner();
    await client.send('POST', '/primary_ips', { name: 'six', type: 'ipv6', location: 'fsn1' });
    await client.send('POST', '/primary_ips', { name: 'far', type: 'ipv4', location: 'hel1' });
    const { server } = await client.create({ name: 'first', location: 'fsn1' });
    const idOf = (name: string) => state.primaryIps().find((ip) => ip.name === name)?.id;
    for (const [ipv4, status, code] of [
      [server.public_net.ipv4?.id, 422, 'primary_ip_assigned'],
      [idOf('six'), 412, 'primary_ip_version_mismatch'],
      [idOf('far'), 422, 'primary_ip_datacenter_mismatch'],
    ] as const) {
      const answer = await client.send('POST', '/servers', { ...smallest, public_net: { ipv4 } });
      expect(errorIn(answer)).toMatchObject({ status, code });
    }
    expect(state.servers()).toHaveLength(1);
  });

  it('for a name that is taken, until the delete action has ended', async () => {
    const { client, clock } = await startHetzner();
    const { server } = await client.create();
    const again = () => client.send('POST', '/servers', smallest);
    const taken = {
      status: 409,
      code: 'uniqueness_error',
      message: 'server name is already used',
      details: fieldsOf('name'),
    };
    expect(errorIn(await again())).toEqual(taken);
    await clock.advance(RUNNING_MS);
    await client.send('DELETE', `/servers/${server.id}`);
    expect((await client.get(`/servers/${server.id}`)).status).toBe(404);
    expect(errorIn(await again())).toEqual(taken);
    await clock.advance(timings.deleteMs - 1);
    expect((await again()).status).toBe(409);
    await clock.advance(1);
    expect((await again()).status).toBe(201);
  });

  it('beyond what the account may have, its projects together', async () => {
    const { emulator, client } = await startHetzner({
      quotas: { servers: 2 },
      credentials: ['hetzner-test-token', { token: 'b', project: 'other' }],
    });
    await createHetznerClient(emulator.url, 'b').create();
    await client.create();
    expect(errorIn(await client.send('POST', '/servers', { ...smallest, name: 'c' }))).toEqual({
      status: 403,
      code: 'resource_limit_exceeded',
      message: 'server limit exceeded',
      details: { limits: [{ name: 'server_limit' }] },
    });
    emulator.quotas.set('servers', 10);
    emulator.quotas.set('primaryIps', 5);
    const dual = await client.send('POST', '/servers', { ...smallest, name: 'c' });
    expect(errorIn(dual).message).toBe('Primary IP limit exceeded');
    const public_net = { enable_ipv6: false };
    const single = await client.send('POST', '/servers', { ...smallest, name: 'c', public_net });
    expect(single.status).toBe(201);
  });

  it('beyond the dedicated cores of the account', async () => {
    const { client } = await startHetzner();
    await client.create({ server_type: 'ccx23' });
    const ccx33 = { ...smallest, name: 'big', server_type: 'ccx33' };
    expect(errorIn(await client.send('POST', '/servers', ccx33))).toMatchObject({
      status: 403,
      message: 'dedicated core limit exceeded',
    });
    expect((await client.send('POST', '/servers', { ...ccx33, server_type: 'ccx23' })).status).toBe(
      201,
    );
  });

  it('where the type is sold out, with 412', async () => {
    const { emulator, client, state } = await startHetzner({
      capacity: [{ type: 'cx23', region: 'fsn1', available: 1 }],
    });
    await client.create({ location: 'fsn1' });
    const second = { ...smallest, name: 'second' };
    expect(errorIn(await client.send('POST', '/servers', second))).toEqual({
      status: 412,
      code: 'resource_unavailable',
      message: 'error during placement',
      details: null,
    });
    expect((await client.send('POST', '/servers', { ...second, location: 'nbg1' })).status).toBe(
      201,
    );
    emulator.capacity.set({ type: 'cx23', region: 'fsn1' }, 1);
    state.catalogue.disableLocation('fsn1');
    const third = { ...smallest, name: 'third' };
    expect(errorIn(await client.send('POST', '/servers', third)).message).toBe(
      'server location disabled',
    );
    state.catalogue.enableLocation('fsn1');
    expect((await client.send('POST', '/servers', third)).status).toBe(201);
  });

  it('not for an unknown field where unknown input is ignored, but for a datacenter still', async () => {
    const { client } = await startHetzner({ behaviour: { unknownInput: 'ignore' } });
    const loose = { ...smallest, spot: true, public_net: { ipv5: 1 } };
    expect((await client.send('POST', '/servers?dry=1', loose)).status).toBe(201);
    const old = { ...smallest, name: 'old', datacenter: 'fsn1-dc14' };
    expect((await client.send('POST', '/servers', old)).status).toBe(422);
  });

  it('not for an image name on an arm type where names fit', async () => {
    const { client } = await startHetzner({ behaviour: { imageName: 'fitting' } });
    const { server } = await client.create({ server_type: 'cax11' });
    expect(server.image?.id).toBe(161547270);
  });
});
