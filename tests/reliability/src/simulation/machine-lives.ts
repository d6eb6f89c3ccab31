import type { BookedMachine, TestedCloud } from '../clouds/tested-cloud.js';

/** Who was seen to change something: a client by a request, or the cloud itself. */
export type Actor = { readonly client: string } | 'cloud';

/** A machine's life as it was seen from the cloud's own books. */
export interface MachineLife {
  readonly id: string;
  readonly maker: Actor;
  readonly keyHash: string | undefined;
  readonly tags: readonly string[];
  readonly madeAt: number;
  /** When it was launched by the cloud's word, in milliseconds since the epoch. */
  readonly launchedAt: number;
  stoppedAt?: number;
  ended?: { readonly at: number; readonly by: Actor };
  /** Every lease it has had. */
  readonly leases: Lease[];
}

interface Lease {
  readonly since: number;
  readonly by: Actor;
  /** `undefined` for none. */
  readonly expiresAt: number | undefined;
}

/** DigitalOcean carries a deletion out after it has accepted it, and shows the machine as before until then, in milliseconds. */
const DELETION_TAKES = 30_000;

/** The lives of all machines but those that were there before. */
export class MachineLives {
  readonly #cloud: TestedCloud;
  readonly #foreign: ReadonlySet<string>;
  readonly #lives = new Map<string, MachineLife>();

  constructor(cloud: TestedCloud) {
    this.#cloud = cloud;
    this.#foreign = new Set(cloud.machines().map(({ id }) => id));
  }

  /** Whether the cloud can only replace what is written on a machine all together: the labels of Hetzner. */
  get replacesLabels(): boolean {
    return this.#cloud.name === 'hetzner';
  }

  /** Compares the books with what was seen before; what has changed is this actor's doing. */
  observe(actor: Actor): MachineLife[] {
    const now = this.#cloud.clock.now();
    const ended: MachineLife[] = [];
    for (const machine of this.#cloud.machines()) {
      if (this.#foreign.has(machine.id)) continue;
      const life = this.#lives.get(machine.id) ?? this.#begin(machine, actor);
      if (life.ended !== undefined) continue;
      if (machine.stopped) life.stoppedAt ??= now;
      if (life.leases.at(-1)?.expiresAt !== machine.expiresAt) {
        life.leases.push({ since: now, by: actor, expiresAt: machine.expiresAt });
      }
      if (machine.live) continue;
      life.ended = { at: now, by: actor };
      ended.push(life);
    }
    return ended;
  }

  all(): MachineLife[] {
    return [...this.#lives.values()];
  }

  living(): MachineLife[] {
    return this.all().filter(({ ended }) => ended === undefined);
  }

  find(id: string): MachineLife | undefined {
    return this.#lives.get(id);
  }

  /** Whether a read may show the machine as it was that shows all that happened before a time. */
  mayShowSince({ ended }: MachineLife, since: number): boolean {
    const deletionMs = this.#cloud.name === 'digitalocean' ? DELETION_TAKES : 0;
    return ended === undefined || ended.at >= since - deletionMs;
  }

  /** Whether a machine that was there before has been ended, which nobody may. */
  foreignEnded(): boolean {
    return this.#cloud.machines().some(({ id, live }) => this.#foreign.has(id) && !live);
  }

  #begin({ id, keyHash, tags, launchedAt, expiresAt }: BookedMachine, maker: Actor): MachineLife {
    const now = this.#cloud.clock.now();
    const leases = [{ since: now, by: maker, expiresAt }];
    const life = { id, maker, keyHash, tags, madeAt: now, launchedAt, leases };
    this.#lives.set(id, life);
    return life;
  }
}

/** Whether a creation may not return the machine, by what it was at some time from `from` to `to`. */
export function wasUnusable(life: MachineLife, from: number, to: number): boolean {
  const { stoppedAt = Number.POSITIVE_INFINITY } = life;
  return stoppedAt <= to || wasExpired(life, from, to);
}

/** Whether a lease that the machine had at some time from `from` to `to` was over by `to`. */
export function wasExpired({ leases }: MachineLife, from: number, to: number): boolean {
  return leases.some(({ since, expiresAt = Number.POSITIVE_INFINITY }, index) => {
    const until = leases[index + 1]?.since ?? Number.POSITIVE_INFINITY;
    return since <= to && until >= from && expiresAt <= to;
  });
}

/** Whether a creation may return the machine now. */
export function isUsableNow(life: MachineLife, now: number): boolean {
  const expiresAt = life.leases.at(-1)?.expiresAt ?? Number.POSITIVE_INFINITY;
  return life.ended === undefined && life.stoppedAt === undefined && expiresAt > now;
}
