import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  request as requestHttp,
  type Server,
  type ServerResponse,
} from 'node:http';

/** A request at the gate. */
export interface PassingCall {
  /** From 1, in the order of arrival. */
  readonly number: number;
  /** `RunInstances`, `POST /v2/droplets`. */
  readonly operation: string;
}

/** Asked before a request is passed on, and before its answer is. `drop` ends the connection instead. */
export interface Gatekeeper {
  before(call: PassingCall): Promise<'pass' | 'drop'>;
  after(call: PassingCall): Promise<'pass' | 'drop'>;
}

/** A server on loopback in front of another one, which holds requests and answers up as its keeper wishes. */
export class Gate {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async open(target: string, keeper: Gatekeeper): Promise<Gate> {
    let calls = 0;
    const server = createServer((request, response) => {
      calls++;
      // A connection that breaks is what the keeper wanted, or the caller has gone.
      pass(request, response, { target, keeper, number: calls }).catch(() => response.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(target);
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The gate has no port.');
    url.port = String(address.port);
    return new Gate(server, url.href.replace(/\/$/, ''));
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

interface Passage {
  readonly target: string;
  readonly keeper: Gatekeeper;
  readonly number: number;
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  { target, keeper, number }: Passage,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  const body = await readAll(request);
  const action = /(?:^|&)Action=(\w+)/.exec(body.toString())?.[1];
  const call = { number, operation: action ?? `${method} ${url}` };
  if ((await keeper.before(call)) === 'drop') {
    response.destroy();
    return;
  }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const onward = requestHttp(new URL(url, target), { method, headers }, resolve);
    onward.once('error', reject);
    onward.end(body);
  });
  const content = await readAll(answer);
  if ((await keeper.after(call)) === 'drop') {
    response.destroy();
    return;
  }
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  response.end(content);
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}
