import * as v from 'valibot';

/** What an answer was, with its body as JSON. */
export interface ClientAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where there is none. */
  readonly body: unknown;
}

/** Speaks HTTP with an emulator and knows nothing of its insides. */
export interface HetznerClient {
  /** Sends a request; `body` is JSON unless it is a text already. The path comes without `/v1`. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<ClientAnswer>;
  get(path: string): Promise<ClientAnswer>;
  /** Creates a server that must be accepted; what is not given is as small as possible. */
  create(fields?: Record<string, unknown>): Promise<CreatedServer>;
  /** The server as the API shows it. */
  server(id: number): Promise<ShownServer>;
  statusOf(id: number): Promise<string>;
  action(id: number): Promise<ShownAction>;
}

const shownAction = v.looseObject({
  id: v.number(),
  command: v.string(),
  status: v.string(),
  progress: v.number(),
  started: v.string(),
  finished: v.nullable(v.string()),
  resources: v.array(v.object({ id: v.number(), type: v.string() })),
  error: v.nullable(v.object({ code: v.string(), message: v.string() })),
});

const shownAddress = v.nullable(v.looseObject({ id: v.number(), ip: v.string() }));

const shownServer = v.looseObject({
  id: v.number(),
  name: v.string(),
  status: v.string(),
  locked: v.boolean(),
  created: v.string(),
  labels: v.unknown(),
  protection: v.object({ delete: v.boolean(), rebuild: v.boolean() }),
  public_net: v.looseObject({ ipv4: shownAddress, ipv6: shownAddress }),
  private_net: v.array(v.looseObject({ network: v.number(), ip: v.string() })),
  server_type: v.looseObject({ name: v.string() }),
  location: v.looseObject({ name: v.string() }),
  image: v.nullable(v.looseObject({ id: v.number() })),
});

const createdServer = v.object({
  server: shownServer,
  action: shownAction,
  next_actions: v.array(shownAction),
  root_password: v.nullable(v.string()),
});

export type ShownAction = v.InferOutput<typeof shownAction>;
type ShownServer = v.InferOutput<typeof shownServer>;
type CreatedServer = v.InferOutput<typeof createdServer>;

export function createHetznerClient(url: string, token: string | undefined): HetznerClient {
  const send: HetznerClient['send'] = async (method, path, body, more) => {
    const headers = new Headers(more);
    if (token !== undefined && !headers.has('authorization')) {
      headers.set('authorization', `Bearer ${token}`);
    }
    const init: RequestInit = { method, headers };
    if (body !== undefined) {
      init.body = typeof body === 'string' ? body : JSON.stringify(body);
      if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    }
    const response = await fetch(`${url}/v1${path}`, init);
    const text = await response.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: json };
  };
  const get = (path: string) => send('GET', path);
  const server = async (id: number) =>
    v.parse(v.object({ server: shownServer }), (await get(`/servers/${id}`)).body).server;
  return {
    send,
    get,
    server,
    create: async (fields = {}) => {
      const smallest = { name: 'web', server_type: 'cx23', image: 'ubuntu-24.04' };
      const { body } = await send('POST', '/servers', { ...smallest, ...fields });
      return v.parse(createdServer, body);
    },
    statusOf: async (id) => (await server(id)).status,
    action: async (id) =>
      v.parse(v.object({ action: shownAction }), (await get(`/actions/${id}`)).body).action,
  };
}

/** The action in an answer. */
export function actionIn({ body }: ClientAnswer): ShownAction {
  return v.parse(v.looseObject({ action: shownAction }), body).action;
}

/** The error in an answer, with its status. */
export function errorIn({ status, body }: ClientAnswer) {
  const schema = v.object({
    error: v.object({ code: v.string(), message: v.string(), details: v.unknown() }),
  });
  return { status, ...v.parse(schema, body).error };
}

/** The names on a list, or what else each item has that tells them apart. */
export function namesIn({ body }: ClientAnswer, list: string, field = 'name'): unknown[] {
  const items = v.parse(v.record(v.string(), v.unknown()), body)[list];
  return v.parse(v.array(v.record(v.string(), v.unknown())), items).map((item) => item[field]);
}

/** What an answer tells of the other pages. */
export function paginationIn({ body }: ClientAnswer): unknown {
  return v.parse(v.looseObject({ meta: v.object({ pagination: v.unknown() }) }), body).meta
    .pagination;
}
