import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Emulator } from '../emulator/emulator.js';
import { clientOf, create, startToy, untilSleeping } from '../testing/start-toy.js';
import { TOY_TOKEN, type ToyTypes } from '../testing/toy-cloud.js';

/** A raw connection, and all that comes back on it until it ends. */
async function dial(emulator: Emulator<ToyTypes>) {
  const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
  await once(socket, 'connect');
  let received = '';
  socket.setEncoding('latin1').on('data', (text) => {
    received += text;
  });
  socket.on('error', () => {});
  const ended = once(socket, 'close').then(() => received);
  return { socket, ended };
}

const head = (line: string, ...headers: string[]) =>
  [line, 'Host: toy', `Authorization: Bearer ${TOY_TOKEN}`, ...headers, '', ''].join('\r\n');

describe('The HTTP server', () => {
  it.each([
    ['binary noise', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 37) % 256))],
    ['an unknown method', 'BREW /machines HTTP/1.1\r\nHost: toy\r\n\r\n'],
    ['a broken header', 'GET /machines HTTP/1.1\r\nHost: toy\r\nno colon\r\n\r\n'],
    [
      'two lengths',
      'POST /machines HTTP/1.1\r\nHost: toy\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    ],
    ['a TLS greeting', Buffer.from('16030100c8010000c40303', 'hex')],
    ['no address', 'OPTIONS * HTTP/1.1\r\nHost: toy\r\n\r\n'],
    ['headers without end', `GET / HTTP/1.1\r\nHost: toy\r\nX: ${'x'.repeat(100_000)}`],
  ])('answers %s with an error or closes, and stays up', async (_, bytes) => {
    const { emulator } = await startToy();
    const { socket, ended } = await dial(emulator);
    socket.write(bytes);
    expect(await ended).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    const client = clientOf(emulator, 'http');
    expect((await create(client, 'a')).status).toBe(201);
    expect(emulator.state.machines.count()).toBe(1);
  });

  it('refuses methods for which no request can be made', async () => {
    const { emulator } = await startToy();
    const { socket, ended } = await dial(emulator);
    socket.write(head('TRACE /machines HTTP/1.1'));
    expect(await ended).toMatch(/^HTTP\/1\.1 405 /);
  });

  it('serves a path that looks like a host', async () => {
    const { emulator } = await startToy();
    const { socket, ended } = await dial(emulator);
    socket.write(head('GET //machines/1?x HTTP/1.1', 'Connection: close'));
    expect(await ended).toMatch(/^HTTP\/1\.1 404 /);
    expect(emulator.requests.all()).toMatchObject([{ path: '//machines/1', query: { x: [''] } }]);
  });

  it('has no effect for a request that is cut in the middle', async () => {
    const { emulator } = await startToy();
    const { socket, ended } = await dial(emulator);
    socket.write(`${head('POST /machines HTTP/1.1', 'Content-Length: 100')}{"name":"a"`);
    socket.end();
    await ended;
    expect(emulator.state.machines.count()).toBe(0);
    expect((await create(clientOf(emulator, 'http'), 'a')).status).toBe(201);
    expect(emulator.requests.count()).toBe(1);
  });

  it('answers a body of 10 MB as the cloud does, and keeps nothing of it', async () => {
    const { emulator } = await startToy();
    const response = await clientOf(emulator, 'http')('/machines', {
      method: 'POST',
      body: new Uint8Array(10_000_000),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ code: 'too_large', message: 'body too large' });
    expect(emulator.requests.all()).toMatchObject([
      { body: '', bodyBytes: 10_000_000, errorCode: 'too_large' },
    ]);
  });

  it('answers requests in order that follow each other on one connection without waiting', async () => {
    const { emulator } = await startToy();
    const { socket, ended } = await dial(emulator);
    const body = (name: string) => `{"name":"${name}"}`;
    const post = (name: string) =>
      head('POST /machines HTTP/1.1', `Content-Length: ${body(name).length}`) + body(name);
    socket.write(post('a') + post('b') + head('GET /machines HTTP/1.1', 'Connection: close'));
    const answers = (await ended).match(
      /HTTP\/1\.1 \d+|"name":"."(?=,"tag":"","status":"pending","address":null}H)/g,
    );
    expect(answers).toEqual([
      'HTTP/1.1 201',
      '"name":"a"',
      'HTTP/1.1 201',
      '"name":"b"',
      'HTTP/1.1 200',
    ]);
  });

  it('serves a thousand connections at once', async () => {
    const { emulator } = await startToy();
    const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
    const headers = { authorization: `Bearer ${TOY_TOKEN}` };
    const one = async (name: number) => {
      const outgoing = request(`${emulator.url}/machines`, { agent, method: 'POST', headers });
      outgoing.end(`{"name":"${name}"}`);
      const [incoming] = await once(outgoing, 'response');
      incoming.resume();
      await once(incoming, 'end');
      return incoming.statusCode;
    };
    const statuses = await Promise.all(Array.from({ length: 1000 }, (_, name) => one(name)));
    expect(new Set(statuses)).toEqual(new Set([201]));
    expect(emulator.state.machines.count()).toBe(1000);
    expect(new Set(emulator.requests.all().map(({ sequence }) => sequence)).size).toBe(1000);
  });

  it('ends every connection on close: idle, half sent, waiting and slow', async () => {
    const { emulator, clock } = await startToy();
    emulator.faults.add({ operation: 'POST', fault: { type: 'delay', ms: 1e9 } });
    emulator.faults.add({ operation: 'GET', fault: { type: 'slowDrip', intervalMs: 1e9 } });
    const idle = await dial(emulator);
    const half = await dial(emulator);
    half.socket.write('POST /machines HTTP/1.1\r\nHost');
    const waiting = await dial(emulator);
    waiting.socket.write(head('POST /machines HTTP/1.1', 'Content-Length: 0'));
    const slow = await dial(emulator);
    slow.socket.write(head('GET /machines HTTP/1.1'));
    await untilSleeping(clock, 2);

    await emulator.close();
    await Promise.all([idle, half, waiting, slow].map(({ ended }) => ended));
    expect(clock.sleeping).toBe(0);
    const late = connect(Number(new URL(emulator.url).port), '127.0.0.1');
    const [error] = await once(late, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('stops dripping when the client has gone', async () => {
    const { emulator, clock } = await startToy();
    emulator.faults.add({ fault: { type: 'slowDrip', intervalMs: 1e9 } });
    const { socket } = await dial(emulator);
    socket.write(head('GET /machines HTTP/1.1'));
    await untilSleeping(clock, 1);
    socket.destroy();
    await untilSleeping(clock, 0);
    expect((await clientOf(emulator, 'http')('/machines')).status).toBe(200);
  });
});
