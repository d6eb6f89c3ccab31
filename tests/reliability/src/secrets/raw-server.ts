import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { hearRequest } from './heard-request.js';
import type { CloudSecrets } from './secret-set.js';
import type { Told } from './tell-all.js';

/** What is written in the place of an HTTP answer, byte by byte; then the connection ends. */
export type RawAnswer = (told: Told) => string | Promise<string>;

export interface RawServer {
  readonly url: string;
  /** How many requests it was sent. */
  readonly heard: () => number;
  close(): Promise<void>;
}

/** A server on loopback that hears requests out and answers whatever it likes. */
export async function startRawServer(secrets: CloudSecrets, answer: RawAnswer): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let heard = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = '';
    socket.setEncoding('latin1');
    // A client that hangs up is none of our business.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      received += chunk;
      const request = parseRequest(received);
      if (request === undefined) return;
      received = '';
      heard++;
      hearRequest(request.url, request.init)
        .then((told) => answer({ request: told, secrets, turn: heard }))
        .then((text) => socket.end(text, 'utf8'))
        .catch((failure: Error) => socket.destroy(failure));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    heard: () => heard,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A request, once it is there as a whole. */
function parseRequest(received: string): { url: string; init: RequestInit } | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = received.slice(0, end).split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const length = Number(new Headers(headers).get('content-length') ?? 0);
  const body = received.slice(end + 4);
  if (body.length < length) return undefined;
  const [method = 'GET', path = '/'] = first.split(' ');
  const sent = length === 0 ? {} : { body: Buffer.from(body, 'latin1') };
  return { url: `http://cloud.invalid${path}`, init: { method, headers, ...sent } };
}
