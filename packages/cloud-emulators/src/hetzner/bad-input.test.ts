import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { errorIn } from './testing/hetzner-client.js';
import { startHetzner, TOKEN } from './testing/start-hetzner.js';

const smallest = { name: 'web', server_type: 'cx23', image: 'debian-12' };

describe('a body that is no request', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', 'name=web&server_type=cx23'],
    ['half a JSON', '{"name": "web", "server'],
    ['JSON and more', '{"name": "web"} {}'],
    ['a list', '[{"name": "web"}]'],
    ['null', 'null'],
    ['a text', '"web"'],
    ['a number', '7'],
    ['binary noise', '\u0000\u0001\ufffd'],
    ['XML', '<server name="web"/>'],
  ])('is a json_error: %s', async (_case, body) => {
    const { client, state } = await startHetzner();
    for (const path of ['/servers', '/ssh_keys', '/primary_ips']) {
      expect(errorIn(await client.send('POST', path, body))).toMatchObject({
        status: 400,
        code: 'json_error',
      });
    }
    expect(state.servers()).toEqual([]);
  });

  it('is malformed as well where no body is expected', async () => {
    const { client, state } = await startHetzner();
    const { id } = state.plantServer({ name: 'web' });
    const path = `/servers/${id}/actions/poweroff`;
    expect(errorIn(await client.send('POST', path, 'now')).code).toBe('json_error');
    expect(errorIn(await client.send('POST', path, { force: true })).code).toBe('invalid_input');
    expect(state.server(id)?.status).toBe('running');
    expect((await client.send('POST', path, {})).status).toBe(201);
  });

  it('is read as JSON whatever its content type says', async () => {
    const { client } = await startHetzner();
    const headers = { 'content-type': 'text/plain' };
    expect((await client.send('POST', '/servers', smallest, headers)).status).toBe(201);
  });

  it('may be deep, and may try to change what objects are', async () => {
    const { client } = await startHetzner();
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const answer = await client.send('POST', '/servers', `{"name": "web", "labels": ${deep}}`);
    expect(answer.status).toBe(422);
    const text = '{"name":"web","server_type":"cx23","image":"debian-12","__proto__":{"x":1}}';
    expect(errorIn(await client.send('POST', '/servers', text)).code).toBe('invalid_input');
    const labels = { constructor: 'a', hasOwnProperty: 'b' };
    const { server } = await client.create({ labels });
    expect(server.labels).toEqual(labels);
    expect((await client.get('/servers?label_selector=toString')).body).toMatchObject({
      servers: [],
    });
  });

  it('of 10 MB is refused without a trace in the state', async () => {
    const { client, state } = await startHetzner();
    const answer = await client.send('POST', '/servers', {
      ...smallest,
      user_data: 'x'.repeat(10_000_000),
    });
    expect(errorIn(answer)).toMatchObject({ status: 413, code: 'invalid_input' });
    expect(state.servers()).toEqual([]);
  });
});

describe('an id that is none', () => {
  it.each(['abc', '0', '-1', '1.5', '1e3', '99999999999999999999', '%00', 'null', '1;2'])(
    'is refused in a path: %s',
    async (id) => {
      const { client } = await startHetzner();
      for (const path of [`/servers/${id}`, `/actions/${id}`, `/primary_ips/${id}/actions`]) {
        expect(errorIn(await client.get(path))).toMatchObject({
          status: 422,
          code: 'invalid_input',
          details: { fields: [{ name: 'id' }] },
        });
      }
    },
  );
});

describe('the server behind it all', () => {
  it('has no effect for a creation that is cut in the middle', async () => {
    const { emulator, client, state } = await startHetzner();
    const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
    await once(socket, 'connect');
    const head = ['POST /v1/servers HTTP/1.1', 'Host: x', `Authorization: Bearer ${TOKEN}`];
    socket.write([...head, 'Content-Length: 500', '', JSON.stringify(smallest)].join('\r\n'));
    const closed = once(socket, 'close');
    socket.on('error', () => {});
    socket.resume().end();
    await closed;
    expect(state.servers()).toEqual([]);
    await expect(client.create()).resolves.toMatchObject({ server: { name: 'web' } });
  });

  it('creates one server for each of a thousand connections at once', async () => {
    const { emulator, state } = await startHetzner({
      quotas: { servers: 'unlimited', primaryIps: 'unlimited' },
    });
    const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
    const headers = { authorization: `Bearer ${TOKEN}` };
    const create = async (number: number) => {
      const url = `${emulator.url}/v1/servers`;
      const outgoing = request(url, { agent, method: 'POST', headers });
      outgoing.end(JSON.stringify({ ...smallest, name: `web-${number % 500}` }));
      const [incoming] = await once(outgoing, 'response');
      incoming.resume();
      await once(incoming, 'end');
      return Number(incoming.statusCode);
    };
    const statuses = await Promise.all(Array.from({ length: 1000 }, (_, index) => create(index)));
    const count = (status: number) => statuses.filter((each) => each === status).length;
    expect([count(201), count(409)]).toEqual([500, 500]);
    const addresses = state.servers().map(({ ipv4 }) => ipv4);
    expect(new Set(addresses).size).toBe(500);
    expect(emulator.requests.all().every(({ failure }) => failure === undefined)).toBe(true);
  });
});
