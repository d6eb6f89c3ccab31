import type { Clock } from '@stagely/core/plugin';
import { DueQueue } from '../storage/due-queue.js';

/** What a meter is told of a machine that comes alive. */
export interface MeteredMachine {
  readonly id: string;
  readonly type: string;
  readonly region: string;
  readonly name?: string | undefined;
  /** Flat tags have empty values. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What a group of machines has come to. */
export interface MeterReading {
  /** Seconds that its machines have been alive, added up; those still alive count up to now. */
  readonly machineSeconds: number;
  /** How many machines were ever alive. */
  readonly machines: number;
  /** How many are alive now. */
  readonly alive: number;
  /** The most that were alive at once. */
  readonly peakAlive: number;
}

/** Options of a `MachineMeter`. */
export interface MachineMeterOptions {
  clock: Clock;
  /** The group a machine counts in, decided once, when it comes alive. Default: one group, `all`. */
  groupOf?: ((machine: MeteredMachine) => string) | undefined;
}

/** Counts how long machines are alive, in total and by group: what a cloud would charge for. */
export class MachineMeter {
  readonly #clock: Clock;
  readonly #groupOf: (machine: MeteredMachine) => string;
  /** Lives are added up relative to it, because sums of times since the epoch lose precision. */
  readonly #origin: number;
  readonly #total = new MeteredGroup();
  readonly #groups = new Map<string, MeteredGroup>();
  readonly #alive = new Map<string, MeteredGroup>();
  readonly #ending = new DueQueue<string>();

  constructor({ clock, groupOf = () => 'all' }: MachineMeterOptions) {
    this.#clock = clock;
    this.#origin = clock.now();
    this.#groupOf = groupOf;
  }

  /** A machine is alive from now on. */
  start(machine: MeteredMachine): void {
    this.#settle();
    if (this.#alive.has(machine.id)) return;
    const name = this.#groupOf(machine);
    const group = this.#groups.get(name) ?? new MeteredGroup();
    this.#groups.set(name, group);
    this.#alive.set(machine.id, group);
    for (const each of [this.#total, group]) each.start(this.#clock.now() - this.#origin);
  }

  /** A machine ends at a time (default: now), which may lie in the future. Unknown ids do nothing. */
  end(machineId: string, at = this.#clock.now()): void {
    this.#settle();
    if (!this.#alive.has(machineId)) return;
    this.#ending.delete(machineId);
    this.#ending.add(at, machineId);
  }

  /** All machines together. */
  total(): MeterReading {
    this.#settle();
    return this.#total.read(this.#clock.now() - this.#origin);
  }

  /** One group's machines; all zero for a group that never had one. */
  group(name: string): MeterReading {
    this.#settle();
    return (this.#groups.get(name) ?? new MeteredGroup()).read(this.#clock.now() - this.#origin);
  }

  /** Every group that ever had a machine. */
  groups(): Map<string, MeterReading> {
    return new Map(Array.from(this.#groups.keys(), (name) => [name, this.group(name)]));
  }

  #settle(): void {
    for (const { at, item } of this.#ending.takeDue(this.#clock.now())) {
      const group = this.#alive.get(item);
      this.#alive.delete(item);
      for (const each of group ? [this.#total, group] : []) each.end(at - this.#origin);
    }
  }
}

class MeteredGroup {
  #machines = 0;
  #alive = 0;
  #peakAlive = 0;
  /** The ends of all lives so far minus all their starts, in milliseconds. */
  #endsMinusStarts = 0;

  start(at: number): void {
    this.#machines += 1;
    this.#alive += 1;
    this.#peakAlive = Math.max(this.#peakAlive, this.#alive);
    this.#endsMinusStarts -= at;
  }

  end(at: number): void {
    this.#alive -= 1;
    this.#endsMinusStarts += at;
  }

  read(now: number): MeterReading {
    return {
      machineSeconds: (this.#endsMinusStarts + this.#alive * now) / 1000,
      machines: this.#machines,
      alive: this.#alive,
      peakAlive: this.#peakAlive,
    };
  }
}
