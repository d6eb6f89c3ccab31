import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';

/** @import { IncomingMessage } from 'node:http' */

const PAGE_SIZE = 3;
const REGIONS = ['north', 'south'];

const labelsSchema = v.pipe(
  v.custom((value) => typeof value === 'object' && value !== null),
  v.transform((labels) =>
    Object.fromEntries(Object.entries(Object(labels)).map(([key, label]) => [key, String(label)])),
  ),
);

const launchSchema = v.strictObject({
  name: v.string(),
  reference: v.string(),
  region: v.string(),
  plan: v.string(),
  userData: v.optional(v.string()),
  labels: labelsSchema,
});

/** @typedef {Omit<v.InferOutput<typeof launchSchema>, 'userData'>} Launch */

/**
 * A machine. It has its address when it is read for the second time and is active when it is read for the third,
 * so that nothing depends on time.
 *
 * @typedef {Launch & { id: string, createdAt: string, stopped: boolean, reads: number }} FastMachine
 */

/** @typedef {{ status: number, body?: object }} Answer */

/** The API of Acme Fast, as far as the provider uses it. */
export class FastCloud {
  #token;
  /** @type {Map<string, FastMachine>} */
  #machines = new Map();
  #made = 0;
  #server = createServer((request, response) => {
    this.#answer(request).then(
      ({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      },
      (error) => {
        response.writeHead(500);
        response.end(String(error));
      },
    );
  });

  /** @param {string} token the only one that is accepted */
  constructor(token) {
    this.#token = token;
  }

  /**
   * Listens on a free port of the loopback.
   *
   * @returns {Promise<string>} the URL
   */
  listen() {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address();
        const port = typeof address === 'object' ? address?.port : undefined;
        resolve(`http://127.0.0.1:${port}`);
      });
    });
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** How many machines there are. */
  get live() {
    return this.#machines.size;
  }

  /** Makes a machine as another program would. */
  launchForeign() {
    const name = `by-hand-${this.#made}`;
    this.#launch({ name, reference: '', region: 'north', plan: 'fast-2', labels: { env: 'x' } });
  }

  /** @param {string} id */
  stop(id) {
    const machine = this.#machines.get(id);
    if (machine) machine.stopped = true;
  }

  /**
   * @param {IncomingMessage} request
   * @returns {Promise<Answer>}
   */
  async #answer(request) {
    const { method = '', url = '', headers } = request;
    const sent = await text(request);
    const body = sent === '' ? undefined : JSON.parse(sent);
    if (headers.authorization !== `Bearer ${this.#token}`) return { status: 401 };
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    if (pathname === '/v1/account') return { status: 200, body: { account: 'acme' } };
    if (pathname === '/v1/machines') {
      return method === 'POST' ? this.#create(body) : this.#list(searchParams);
    }
    const [, id = '', part, name] =
      /^\/v1\/machines\/([^/]+)(?:\/(labels)(?:\/([^/]+))?)?$/.exec(pathname) ?? [];
    const machine = this.#machines.get(id);
    if (machine === undefined) return { status: 404 };
    if (name !== undefined) {
      const { [name]: _, ...others } = machine.labels;
      machine.labels = method === 'PUT' ? { ...others, [name]: '1' } : others;
      return { status: 200, body: { machine: show(machine) } };
    }
    if (method === 'DELETE') {
      this.#machines.delete(id);
      return { status: 204 };
    }
    if (method === 'PUT' && part !== undefined) {
      machine.labels = v.parse(v.strictObject({ labels: labelsSchema }), body).labels;
    } else {
      machine.reads++;
    }
    return { status: 200, body: { machine: show(machine) } };
  }

  /**
   * @param {unknown} body
   * @returns {Answer}
   */
  #create(body) {
    const { userData: _, ...launch } = v.parse(launchSchema, body);
    if (!REGIONS.includes(launch.region)) return { status: 422 };
    const taken = [...this.#machines.values()].some(({ name }) => name === launch.name);
    if (taken) return { status: 409 };
    return { status: 201, body: { machine: show(this.#launch(launch)) } };
  }

  /**
   * @param {URLSearchParams} query
   * @returns {Answer}
   */
  #list(query) {
    const name = query.get('name');
    const found = [...this.#machines.values()].filter(
      (machine) => name === null || machine.name === name,
    );
    const start = Number(query.get('cursor') ?? 0);
    const end = start + PAGE_SIZE;
    const next = end < found.length ? String(end) : null;
    return { status: 200, body: { machines: found.slice(start, end).map(show), next } };
  }

  /** @param {Launch} launch */
  #launch(launch) {
    const id = `fast-${(++this.#made).toString(16).padStart(8, '0')}`;
    const createdAt = new Date().toISOString();
    const machine = { ...launch, id, createdAt, stopped: false, reads: 0 };
    this.#machines.set(id, machine);
    return machine;
  }
}

/** @param {FastMachine} machine */
function show({ id, region, plan, reference, labels, createdAt, stopped, reads }) {
  const host = (Number.parseInt(id.slice('fast-'.length), 16) % 254) + 1;
  return {
    id,
    region,
    plan,
    reference,
    labels,
    createdAt,
    status: stopped ? 'stopped' : reads < 3 ? 'starting' : 'active',
    address: reads < 2 ? null : `203.0.113.${host}`,
  };
}
