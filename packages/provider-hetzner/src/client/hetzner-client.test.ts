import { inspect } from 'node:util';
import { startHetznerEmulator } from '@stagely/cloud-emulators';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it, onTestFinished } from 'vitest';
import { READ_ONLY_TOKEN, TOKEN } from '../testing/start-cloud.js';
import { HetznerAPIError } from './hetzner-api-error.js';
import { HetznerClient, type HetznerClientOptions } from './hetzner-client.js';
import { HetznerConnectionError } from './hetzner-connection-error.js';
import { allItems } from './pagination.js';

const PUBLIC_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f test';

/** A client that speaks HTTP with an emulator. */
async function start(options: Partial<HetznerClientOptions> = {}) {
  const clock = new VirtualClock();
  const emulator = await startHetznerEmulator({ clock });
  onTestFinished(() => emulator.close());
  const client = new HetznerClient({ token: TOKEN, baseURL: `${emulator.url}/v1`, ...options });
  return { emulator, clock, client };
}

/** A client whose requests are answered by a function. */
function answeredBy(answer: () => Response | Promise<Response>, token = TOKEN) {
  return new HetznerClient({ token, fetch: async () => answer() });
}

const thrownBy = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

const create = (client: HetznerClient, name = 'web') =>
  client.servers.build(name).serverType('cx23').image('debian-12').location('nbg1');

describe('the client', () => {
  it('creates servers with all that the API takes', async () => {
    const { client, emulator } = await start();
    const { state } = emulator;
    const network = state.addNetwork({ name: 'inner', ipRange: '10.0.0.0/16' });
    const firewall = state.addFirewall();
    const [image] = (await client.images.list({ name: 'debian-12', architecture: 'arm' })).images;
    const [serverType] = (await client.serverTypes.list({ name: 'cax11' })).serverTypes;
    const [location] = (await client.locations.list({ name: 'fsn1' })).locations;
    if (!image || !serverType || !location) throw new Error('The catalogue lacks something.');
    const { server, action, nextActions } = await client.servers
      .build('first name')
      .name('web')
      .serverType(serverType)
      .image(image)
      .location(location)
      .network(network)
      .firewall({ id: firewall })
      .publicNet({ enableIPv4: true, enableIPv6: false })
      .userData('#cloud-config')
      .labels({ env: 'test' })
      .startAfterCreate(true)
      .create();
    expect(server).toMatchObject({
      name: 'web',
      status: 'initializing',
      publicNet: { ipv4: { ip: expect.stringMatching(/^198\./) }, ipv6: null },
      privateNet: [{ network, ip: '10.0.0.2' }],
      serverType: { name: 'cax11', architecture: 'arm' },
      location: { name: 'fsn1', networkZone: 'eu-central' },
      image: { name: 'debian-12' },
      labels: { env: 'test' },
    });
    expect([action, ...nextActions].map(({ command }) => command)).toEqual([
      'create_server',
      'start_server',
    ]);
    expect(state.server(server.id)).toMatchObject({ userData: '#cloud-config' });
  });

  it('refuses to create a server without a type or an image, before any request', async () => {
    const { client, emulator } = await start();
    await expect(client.servers.build('web').image('debian-12').create()).rejects.toThrow(
      'A server type is required.',
    );
    await expect(client.servers.build('web').serverType('cx23').create()).rejects.toThrow(
      'An image is required.',
    );
    expect(emulator.requests.count()).toBe(0);
  });

  it('changes labels as a whole, any key among them', async () => {
    const { client, clock } = await start();
    const { server } = await create(client).labels({ old: 'x' }).create();
    await clock.advance(30_000);
    const labels = { constructor: 'b', toString: '' };
    expect((await client.servers.changeLabels(server.id, labels)).labels).toEqual(labels);
    expect((await client.servers.get(server.id)).labels).toEqual(labels);
  });

  it('turns pages in both directions, and says when there are no more', async () => {
    const { client } = await start();
    for (const name of ['a', 'b', 'c']) await create(client, name).create();
    const first = await client.servers.list({ perPage: 1, sort: 'name:asc' });
    expect(first).toMatchObject({ page: 1, perPage: 1, nextPage: 2, lastPage: 3, totalEntries: 3 });
    const second = await first.next();
    expect(second.servers).toMatchObject([{ name: 'b' }]);
    expect((await second.previous()).servers).toMatchObject([{ name: 'a' }]);
    const last = await first.last();
    expect(last.servers).toMatchObject([{ name: 'c' }]);
    await expect(last.next()).rejects.toThrow('There is no next page.');
    await expect(first.previous()).rejects.toThrow('There is no previous page.');
    const all = await allItems(first, (list) => list.servers);
    expect(all.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('turns the pages of every list', async () => {
    const { client } = await start();
    const { server, action, nextActions } = await create(client).create();
    for (const letter of ['A', 'B']) {
      await client.sshKeys.create(letter, PUBLIC_KEY.replace('AAAAIAAB', `AAAAI${letter}AB`));
    }
    const [one, ids] = [{ perPage: 1 }, [action, ...nextActions].map(({ id }) => id)];
    const seconds = await Promise.all([
      client.actions.list({ ...one, id: ids }).then((list) => list.next()),
      client.servers.actions.list(server.id, one).then((list) => list.next()),
      client.images.list(one).then((list) => list.next()),
      client.locations.list(one).then((list) => list.next()),
      client.primaryIPs.list(one).then((list) => list.next()),
      client.serverTypes.list(one).then((list) => list.next()),
      client.sshKeys.list(one).then((list) => list.next()),
    ]);
    for (const list of seconds) expect(list).toMatchObject({ page: 2, previousPage: 1 });
  });

  it('reads and changes primary IPs', async () => {
    const { client } = await start();
    const { server } = await create(client).create();
    const { primaryIPs } = await client.primaryIPs.list({ ip: server.publicNet.ipv4?.ip });
    expect(primaryIPs).toMatchObject([{ type: 'ipv4', assigneeId: server.id, autoDelete: true }]);
    const [address] = primaryIPs;
    if (address === undefined) throw new Error('The server has no address.');
    await client.primaryIPs.update(address.id, { autoDelete: false, labels: { mine: '' } });
    expect(await client.primaryIPs.get(address.id)).toMatchObject({
      autoDelete: false,
      labels: { mine: '' },
    });
    await expect(client.primaryIPs.delete(address.id)).rejects.toMatchObject({
      code: 'must_be_unassigned',
    });
  });

  it('can be made of a token alone, for the real API', async () => {
    const asked: string[] = [];
    const original = globalThis.fetch;
    onTestFinished(() => {
      globalThis.fetch = original;
    });
    globalThis.fetch = async (input) => {
      asked.push(input instanceof Request ? input.url : String(input));
      return Response.json({ error: { code: 'unauthorized', message: 'no' } }, { status: 401 });
    };
    const client = new HetznerClient(TOKEN);
    await expect(client.locations.get(1)).rejects.toMatchObject({ code: 'unauthorized' });
    expect(asked).toEqual(['https://api.hetzner.cloud/v1/locations/1']);
  });
});

describe('errors of the client', () => {
  it('are those of the API, with code, status, details and correlation id', async () => {
    const { client } = await start();
    await create(client).create();
    const error = await thrownBy(create(client).create());
    expect(error).toBeInstanceOf(HetznerAPIError);
    expect(error).toMatchObject({
      name: 'HetznerAPIError',
      message: 'server name is already used',
      code: 'uniqueness_error',
      status: 409,
      details: { fields: [{ name: 'name' }] },
      correlationId: expect.stringMatching(/./),
    });
  });

  it('say when a token may only read', async () => {
    const { client } = await start({ token: READ_ONLY_TOKEN });
    await expect(create(client).create()).rejects.toMatchObject({ code: 'token_readonly' });
  });

  it.each([
    ['refuse', 'lost'],
    ['resetBefore', 'lost'],
    ['resetAfter', 'lost'],
    ['truncated', 'lost'],
    ['empty', 'unreadable'],
  ] as const)('tell a connection that fails by %s from a refusal: %s', async (type, failure) => {
    const { client, emulator } = await start();
    emulator.faults.add({ fault: { type } });
    const error = await thrownBy(client.locations.list());
    expect(error).toBeInstanceOf(HetznerConnectionError);
    expect(error).toMatchObject({ failure });
  });

  it('say when nothing was sent, because nobody listens', async () => {
    const { client, emulator } = await start();
    await emulator.close();
    expect(await thrownBy(create(client).create())).toMatchObject({ failure: 'unreachable' });
  });

  it('say when there was no answer in time, by the clock', async () => {
    const clock = new VirtualClock();
    const { emulator } = await start();
    emulator.faults.add({ fault: { type: 'hang' } });
    const { fetch } = emulator;
    const client = new HetznerClient({ token: TOKEN, fetch, clock, timeout: 5_000 });
    const error = thrownBy(client.locations.list());
    await clock.advance(4_999);
    expect(clock.sleeping).toBe(1);
    await clock.advance(1);
    expect(await error).toMatchObject({
      failure: 'timeout',
      message: 'There was no answer to GET /locations within 5000 ms.',
    });
  });

  it('are the reason of the signal when that ends a request', async () => {
    const { client, emulator } = await start();
    emulator.faults.add({ fault: { type: 'hang' } });
    const controller = new AbortController();
    const reason = new Error('enough');
    const error = thrownBy(client.locations.list({}, { signal: controller.signal }));
    controller.abort(reason);
    expect(await error).toBe(reason);
    expect(await thrownBy(client.locations.list({}, { signal: controller.signal }))).toBe(reason);
  });

  it('do not hide the status of a page from a proxy', async () => {
    const { client, emulator } = await start();
    emulator.faults.add({ fault: { type: 'html', status: 502 } });
    expect(await thrownBy(client.locations.list())).toMatchObject({
      name: 'HetznerAPIError',
      status: 502,
      code: undefined,
    });
  });

  it('do not take a 404 of something else for the API’s word', async () => {
    const { client, emulator } = await start();
    emulator.faults.add({ fault: { type: 'html', status: 404 } });
    expect(await thrownBy(client.servers.get(1))).toMatchObject({
      name: 'HetznerConnectionError',
      failure: 'unreadable',
      status: 404,
    });
  });

  it('name what is not as expected in an answer, never what is there', async () => {
    const client = answeredBy(() =>
      Response.json({ server: { id: 'one', name: 'hidden-value' } }, { status: 200 }),
    );
    const error = await thrownBy(client.servers.get(1));
    expect(error).toMatchObject({
      failure: 'unreadable',
      message: expect.stringContaining('server.id'),
    });
    expect(inspect(error)).not.toContain('hidden-value');
  });

  it.each([
    ['7', 7_000],
    [undefined, undefined],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  ])('tell Retry-After %s as %s milliseconds', async (header, retryAfterMs) => {
    const headers = header === undefined ? {} : { headers: { 'retry-after': header } };
    const client = answeredBy(() => Response.json({}, { status: 429, ...headers }));
    expect(await thrownBy(client.locations.list())).toMatchObject({ status: 429, retryAfterMs });
  });
});

describe('secrets', () => {
  const token = 'Yk7wQ2pLr9Zb4Hn8Vt1CxM5dJ0sFgA3e';
  const userData = '#cloud-config\npassword: Gq1nR8vT3kX6bW9m';
  const echo = `${token} and ${userData}`;

  it('are in no error, whatever the API puts into its answer', async () => {
    const body = { error: { code: echo, message: echo, details: { [token]: [echo, { echo }] } } };
    const headers = { 'x-correlation-id': token };
    const client = answeredBy(() => Response.json(body, { status: 422, headers }), token);
    const error = await thrownBy(create(client).userData(userData).create());
    expect(error).toBeInstanceOf(HetznerAPIError);
    expectHidden(error);
  });

  it('are in no error, whatever fetch puts into its own', async () => {
    const client = answeredBy(() => {
      throw new TypeError(`fetch failed: ${echo}`, { cause: new Error(echo) });
    }, token);
    const error = await thrownBy(create(client).userData(userData).create());
    expect(error).toBeInstanceOf(HetznerConnectionError);
    expectHidden(error);
  });

  it('are in nothing that an inspection of the client shows', () => {
    expectHidden(new HetznerClient(token));
    expectHidden(create(new HetznerClient(token)).userData(userData));
  });

  it('root passwords are not even read', async () => {
    const { client } = await start();
    const created = await create(client).create();
    expect(Object.keys(created)).toEqual(['server', 'action', 'nextActions']);
  });

  function expectHidden(value: unknown) {
    const shown = inspect(value, { depth: 20, showHidden: true });
    expect(shown).not.toContain(token);
    expect(shown).not.toContain('Gq1nR8vT3kX6bW9m');
  }
});
