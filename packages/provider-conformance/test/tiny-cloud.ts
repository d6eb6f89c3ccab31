import type { Clock } from '@stagely/core/plugin';

/** What a tiny cloud is like. */
export interface TinyCloudOptions {
  readonly clock: Clock;
  readonly tokens: readonly string[];
  /** For how long reads show what was before. */
  readonly visibilityWindowMs: number;
  /** For how long machines that have ended are still shown. */
  readonly endedVisibleMs: number;
}

export const TINY_REGIONS = ['north', 'south'] as const;

/** From the create request to the address, and from there to running. */
const ADDRESS_DELAY = 3_000;
const BOOT_DELAY = 5_000;

/** So few that a listing has several pages. */
const PAGE_SIZE = 3;

type Labels = Readonly<Record<string, string>>;

interface TinyMachine {
  readonly id: string;
  readonly region: string;
  readonly type: string;
  readonly spot: boolean;
  readonly createdAt: number;
  readonly labels: { readonly at: number; readonly labels: Labels }[];
  stopped: boolean;
  endedAt: number;
}

/** A cloud in memory, reached through its own `fetch`. */
export class TinyCloud {
  readonly #options: TinyCloudOptions;
  readonly #machines = new Map<string, TinyMachine>();

  constructor(options: TinyCloudOptions) {
    this.#options = options;
  }

  /** How many machines have not ended. */
  get live(): number {
    return [...this.#machines.values()].filter(({ endedAt }) => endedAt === Infinity).length;
  }

  /** Makes a machine as another program would. */
  launchForeign(): void {
    this.#launch({ region: 'north', type: 'foreign', spot: false, labels: { managed: 'by-hand' } });
  }

  stop(id: string): void {
    const machine = this.#machines.get(id);
    if (machine) machine.stopped = true;
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, { ...init, signal: null });
    const { pathname, searchParams } = new URL(request.url);
    const token = request.headers.get('authorization')?.replace(/^Bearer /, '');
    if (!this.#options.tokens.includes(token ?? '')) return refusal(401, 'unauthorized');
    const [, collection, id = '', part, name] = pathname.split('/');
    if (collection === 'account') return Response.json({ account: 'tiny' });
    if (collection !== 'machines') return refusal(404, 'not_found');
    const body: unknown = request.body === null ? undefined : await request.json();
    if (id === '') {
      return request.method === 'POST' ? this.#create(body) : this.#list(searchParams);
    }
    const machine = this.#machines.get(id);
    if (request.method === 'GET') {
      const shown = machine && this.#show(machine);
      return shown ? Response.json({ machine: shown }) : refusal(404, 'not_found');
    }
    if (machine === undefined || machine.endedAt !== Infinity) return refusal(404, 'not_found');
    const now = this.#options.clock.now();
    if (part !== 'labels') machine.endedAt = now;
    else if (name === undefined) machine.labels.push({ at: now, labels: readLabels(body) });
    else machine.labels.push({ at: now, labels: withLabel(machine, name, request.method) });
    return new Response(null, { status: 204 });
  };

  #create(body: unknown): Response {
    const region = readText(body, 'region');
    if (!TINY_REGIONS.some((known) => known === region)) return refusal(422, 'unknown_region');
    const machine = this.#launch({
      region,
      type: readText(body, 'type'),
      spot: readField(body, 'spot') === true,
      labels: readLabels(body),
    });
    return Response.json({ machine: { id: machine.id } }, { status: 201 });
  }

  #list(parameters: URLSearchParams): Response {
    const page = Number(parameters.get('page') ?? '0');
    const shown = [...this.#machines.values()].flatMap((machine) => this.#show(machine) ?? []);
    const start = page * PAGE_SIZE;
    const end = start + PAGE_SIZE;
    return Response.json({
      machines: shown.slice(start, end),
      ...(end < shown.length ? { nextPage: page + 1 } : {}),
    });
  }

  #launch(given: { region: string; type: string; spot: boolean; labels: Labels }): TinyMachine {
    const { region, type, spot, labels } = given;
    const now = this.#options.clock.now();
    const id = `m-${String(this.#machines.size + 1).padStart(6, '0')}`;
    const machine: TinyMachine = {
      id,
      region,
      type,
      spot,
      createdAt: now,
      labels: [{ at: now, labels }],
      stopped: false,
      endedAt: Infinity,
    };
    this.#machines.set(id, machine);
    return machine;
  }

  /** The machine as a read shows it: as it was a visibility window ago. */
  #show(machine: TinyMachine): object | undefined {
    const { clock, visibilityWindowMs, endedVisibleMs } = this.#options;
    const { id, region, type, spot, createdAt, labels, stopped, endedAt } = machine;
    const now = clock.now();
    const then = now - visibilityWindowMs;
    const ended = endedAt <= then;
    if (createdAt > then || endedAt + endedVisibleMs <= then) return undefined;
    const age = now - createdAt;
    const running = age >= ADDRESS_DELAY + BOOT_DELAY ? 'running' : 'booting';
    return {
      id,
      region,
      type,
      spot,
      state: ended ? 'ended' : stopped ? 'stopped' : running,
      createdAt,
      ...(age >= ADDRESS_DELAY ? { address: `192.0.2.${(Number(id.slice(2)) % 254) + 1}` } : {}),
      labels: labels.findLast(({ at }) => at <= then)?.labels ?? {},
    };
  }
}

/** One label set or removed, all others as they are. */
function withLabel({ labels }: TinyMachine, name: string, method: string): Labels {
  const { [name]: _, ...others } = labels.at(-1)?.labels ?? {};
  return method === 'PUT' ? { ...others, [name]: '1' } : others;
}

function refusal(status: number, code: string): Response {
  return Response.json({ error: { code } }, { status });
}

function readField(body: unknown, field: string): unknown {
  return Reflect.get(Object(body), field);
}

function readText(body: unknown, field: string): string {
  return String(readField(body, field));
}

function readLabels(body: unknown): Labels {
  return Object.fromEntries(
    Object.entries(Object(readField(body, 'labels'))).map(([key, value]) => [key, String(value)]),
  );
}
