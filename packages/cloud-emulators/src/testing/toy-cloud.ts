import { Hono } from 'hono';
import * as v from 'valibot';
import type { EmulatorEnvironment } from '../emulator/api-call.js';
import { ApiError } from '../emulator/api-error.js';
import type { CloudContext, CloudDefinition, CloudTypes } from '../emulator/cloud-definition.js';
import { readBearerToken } from '../emulator/read-bearer-token.js';
import { IdSequence } from '../random/id-sequence.js';
import { Ipv4Sequence } from '../random/ipv4-sequence.js';
import { History } from '../storage/history.js';
import { IndexedCollection } from '../storage/indexed-collection.js';

export const TOY_TOKEN = 'toy-token';

export interface ToyTypes extends CloudTypes {
  state: ToyState;
  timing: 'runningMs' | 'addressMs' | 'deletedMs';
  quota: 'machines';
  rateLimit: 'requests';
  credentials: readonly string[];
}

/** A machine as requests have left it; what time makes of it is computed by `describeMachine`. */
interface ToyMachine {
  readonly id: number;
  readonly name: string;
  readonly tag: string;
  readonly address: string;
  readonly runningAt: number;
  readonly addressAt: number;
  readonly deletion: History<number | undefined>;
}

const createBody = v.strictObject({
  name: v.string(),
  type: v.optional(v.string(), 'small'),
  tag: v.optional(v.string(), ''),
});

/** Everything that the toy cloud knows. */
class ToyState {
  readonly machines: IndexedCollection<number, ToyMachine>;
  readonly #context: CloudContext<ToyTypes>;
  readonly #ids = new IdSequence(100);
  readonly #addresses = new Ipv4Sequence('198.18.0.0/15');

  constructor(context: CloudContext<ToyTypes>) {
    this.#context = context;
    this.machines = new IndexedCollection({
      idOf: ({ id }) => id,
      keysOf: ({ name, tag }) => [`name:${name}`, `tag:${tag}`],
      clock: context.clock,
      retainMs: context.consistency.maximumLagMs,
    });
  }

  create({ name, type, tag }: v.InferOutput<typeof createBody>): ToyMachine {
    const { clock, quotas, capacity, meter, drawTiming } = this.#context;
    if (this.machines.count({ key: `name:${name}` }) > 0) {
      throw new ApiError({ status: 409, code: 'name_taken', message: `name ${name} is taken` });
    }
    if (!quotas.allows('machines', this.machines.count())) {
      throw new ApiError({ status: 403, code: 'quota', message: 'too many machines' });
    }
    if (!capacity.take({ type, region: 'here', market: 'on-demand' })) {
      throw new ApiError({ status: 412, code: 'sold_out', message: `${type} is sold out` });
    }
    const machine: ToyMachine = {
      id: this.#ids.next(),
      name,
      tag,
      address: this.#addresses.next(),
      runningAt: clock.now() + drawTiming('runningMs'),
      addressAt: clock.now() + drawTiming('addressMs'),
      deletion: new History<number | undefined>(clock.now(), undefined),
    };
    this.machines.add(machine);
    meter.start({ id: String(machine.id), type, region: 'here', name, tags: { owner: tag } });
    return machine;
  }

  delete(id: number): void {
    const { clock, meter, drawTiming } = this.#context;
    const machine = this.machines.get(id);
    if (machine === undefined) throw notFound();
    if (machine.deletion.current !== undefined) return;
    const goneAt = clock.now() + drawTiming('deletedMs');
    machine.deletion.set(clock.now(), goneAt);
    this.machines.remove(id, goneAt);
    meter.end(String(id), goneAt);
  }
}

function describeMachine(machine: ToyMachine, asOf: number) {
  const { id, name, tag, address, runningAt, addressAt, deletion } = machine;
  const alive = asOf < runningAt ? 'pending' : 'running';
  const status = deletion.asOf(asOf) === undefined ? alive : 'deleting';
  return { id, name, tag, status, address: asOf < addressAt ? null : address };
}

function createToyApp(state: ToyState, context: CloudContext<ToyTypes>) {
  const app = new Hono<EmulatorEnvironment>();
  app.use(async ({ env: { call } }, next) => {
    call.responseHeaders.set('x-request-id', call.requestId);
    const token = readBearerToken(call.headers);
    if (token === undefined || !context.credentials.includes(token)) {
      throw new ApiError({ status: 401, code: 'unauthorized', message: 'unknown token' });
    }
    const { allowed, remaining } = context.rateLimiter.take('requests', token);
    call.responseHeaders.set('ratelimit-remaining', String(remaining));
    if (!allowed) throw new ApiError({ status: 429, code: 'rate_limited', message: 'too fast' });
    await next();
  });
  app.post('/machines', (c) => {
    const body = v.safeParse(createBody, parseJson(c.env.call.bodyText));
    if (!body.success) {
      throw new ApiError({ status: 422, code: 'invalid', message: body.issues[0].message });
    }
    return c.json(describeMachine(state.create(body.output), context.clock.now()), 201);
  });
  app.get('/machines', (c) => {
    const asOf = context.consistency.readTime('list');
    const tag = c.req.query('tag');
    const page = Number(c.req.query('page') ?? 1);
    const { items, total } = state.machines.page({
      key: tag === undefined ? undefined : `tag:${tag}`,
      asOf,
      offset: (page - 1) * 25,
      limit: 25,
    });
    return c.json({ total, machines: items.map((item) => describeMachine(item, asOf)) });
  });
  app.get('/machines/:id', (c) => {
    const asOf = context.consistency.readTime('get');
    const machine = state.machines.get(Number(c.req.param('id')), asOf);
    if (machine === undefined) throw notFound();
    return c.json(describeMachine(machine, asOf));
  });
  app.delete('/machines/:id', (c) => {
    state.delete(Number(c.req.param('id')));
    return c.body(null, 204);
  });
  app.get('/defect', () => {
    throw new TypeError('the toy is broken');
  });
  app.notFound(() => {
    throw notFound();
  });
  return app;
}

function notFound() {
  return new ApiError({ status: 404, code: 'not_found', message: 'no such thing' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError({ status: 400, code: 'json_error', message: 'no JSON' });
  }
}

/** A cloud with machines and nothing else, for tests of what all emulators share. */
export const toyCloud: CloudDefinition<ToyTypes> = {
  name: 'toy',
  defaults: {
    timings: { runningMs: 2000, addressMs: 3000, deletedMs: 1000 },
    quotas: { machines: 20_000 },
    rateLimits: { requests: { burst: 100_000, perSecond: 1000 } },
    credentials: [TOY_TOKEN],
  },
  bodyLimitBytes: 1_000_000,
  createState: (context) => new ToyState(context),
  createApp: createToyApp,
  nameOperation: ({ method, url: { pathname } }) => {
    if (pathname === '/machines') return `${method} /machines`;
    return /^\/machines\/\d+$/.test(pathname) ? `${method} /machines/{id}` : undefined;
  },
  renderError: ({ status, code, message }) => Response.json({ code, message }, { status }),
  errors: {
    bodyTooLarge: () => new ApiError({ status: 413, code: 'too_large', message: 'body too large' }),
    internal: () => new ApiError({ status: 500, code: 'internal', message: 'our fault' }),
  },
};
