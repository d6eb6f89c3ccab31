import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '@stagely/core/plugin';
import { deliverOverHttp } from './deliver-over-http.js';
import type { ServeCall } from './delivery.js';
import { readBoundedBody } from './read-bounded-body.js';

/** Options of `listen`. */
export interface ListenOptions {
  /** 0 for a free one. */
  port: number;
  serve: ServeCall;
  bodyLimitBytes: number;
  clock: Clock;
}

/** A server that takes requests. */
export interface HttpServer {
  readonly port: number;
  /** Ends all connections at once and resolves when the port is free. */
  close(): Promise<void>;
}

const BAD_REQUEST = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** Methods for which Fetch has no `Request`. */
const forbiddenMethods = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** Serves on 127.0.0.1. Rejects with Node's own error when the port cannot be had. */
export async function listen(options: ListenOptions): Promise<HttpServer> {
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    take(incoming, outgoing, options).catch(() => outgoing.destroy());
  });
  // An idle connection that the server ends just as the client uses it again would look like a fault.
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end(BAD_REQUEST, () => socket.destroy());
    else socket.destroy();
  });
  server.listen({ host: '127.0.0.1', port: options.port, backlog: 2048 });
  await once(server, 'listening');
  // A connection that cannot be accepted, for want of file descriptors, must not end the process.
  server.on('error', () => {});
  return {
    port: portOf(server.address()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function take(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: ListenOptions,
): Promise<void> {
  const method = incoming.method ?? 'GET';
  const url = urlOf(incoming);
  if (url === undefined || forbiddenMethods.has(method)) {
    incoming.resume();
    outgoing.writeHead(url === undefined ? 400 : 405, { connection: 'close' }).end();
    return;
  }
  const body = await readBoundedBody(incoming, options.bodyLimitBytes);
  const delivery = await options.serve({ method, url, headers: headersOf(incoming), ...body });
  await deliverOverHttp(delivery, outgoing, options.clock);
}

/** The address the client asked for, under the host it named; undefined when there is none in it. */
function urlOf({ url = '', headers, socket }: IncomingMessage): URL | undefined {
  if (!url.startsWith('/')) return URL.canParse(url) ? new URL(url) : undefined;
  const named = `http://${headers.host ?? ''}${url}`;
  return new URL(URL.canParse(named) ? named : `http://127.0.0.1:${socket.localPort}${url}`);
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  }
  return headers;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
