import type {
  Architecture,
  Clock,
  InstanceState,
  InstanceStatus,
  ListedInstance,
  ProviderWarning,
} from '@stagely/core';
import type { AddressPair } from './address-pool.js';

/** An instance as a test sees it. */
export interface MockInstance extends ListedInstance {
  readonly idempotencyKey: string;
  readonly architecture: Architecture;
  readonly spotInstance: boolean;
  readonly image: string;
}

/** What an instance is launched with. */
export interface Launch {
  readonly region: string;
  readonly instanceType: string;
  readonly architecture: Architecture;
  readonly spotInstance: boolean;
  readonly image: string;
  readonly userData: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly idempotencyKey: string;
  readonly idempotencyKeyHash: string;
  readonly specHash: string;
  readonly expiresAt: Date | undefined;
  readonly warnings: readonly ProviderWarning[];
  /** Milliseconds until the create request is answered. */
  readonly delay: number;
  /** Milliseconds from the answer to the address. */
  readonly addressDelay: number;
  /** Milliseconds from the address to the state `running`. */
  readonly bootDelay: number;
}

/** Why and how an instance stopped or ended. */
interface Halt {
  readonly state: 'stopped' | 'terminated';
  readonly at: number;
  readonly reason: string | undefined;
  readonly requested: boolean;
}

/** One pretended instance: what it is doing follows from the clock, until it stops or ends. */
export class SimulatedInstance {
  readonly id: string;
  /** When the create request is answered and when the address is there, in milliseconds since the epoch. */
  readonly answeredAt: number;
  readonly addressAt: number;
  readonly #runningAt: number;
  readonly #launchedAt: number;
  readonly #launch: Launch;
  readonly #addresses: AddressPair;
  readonly #clock: Clock;
  readonly #halted = new AbortController();
  #halt: Halt | undefined;
  #expiresAt: number | undefined;

  constructor(id: string, launch: Launch, addresses: AddressPair, clock: Clock) {
    this.id = id;
    this.#launch = launch;
    this.#addresses = addresses;
    this.#clock = clock;
    this.#launchedAt = clock.now();
    this.answeredAt = this.#launchedAt + launch.delay;
    this.addressAt = this.answeredAt + launch.addressDelay;
    this.#runningAt = this.addressAt + launch.bootDelay;
    this.expiresAt = launch.expiresAt;
  }

  get launch(): Launch {
    return this.#launch;
  }

  get state(): InstanceState {
    if (this.#halt) return this.#halt.state;
    return this.#clock.now() < this.#runningAt ? 'pending' : 'running';
  }

  /** The public address; absent before it is assigned and after the end. */
  get publicIp(): string | undefined {
    return this.#showsAddresses() ? this.#addresses.publicIp : undefined;
  }

  get expiresAt(): Date | undefined {
    return this.#expiresAt === undefined ? undefined : new Date(this.#expiresAt);
  }

  set expiresAt(expiresAt: Date | undefined) {
    this.#expiresAt = expiresAt?.getTime();
  }

  /** Whether a creation with its key may return it: it is pending or running, and its lease is not over. */
  get adoptable(): boolean {
    return this.#halt === undefined && (this.#expiresAt ?? Infinity) > this.#clock.now();
  }

  /** Aborted as soon as it stops or ends. */
  get halted(): AbortSignal {
    return this.#halted.signal;
  }

  /** When it ended, in milliseconds since the epoch. */
  get endedAt(): number | undefined {
    return this.#halt?.state === 'terminated' ? this.#halt.at : undefined;
  }

  /** Why it stopped or ended. */
  get reason(): string | undefined {
    return this.#halt?.reason;
  }

  /** Whether somebody asked for its end, rather than the cloud. */
  get endRequested(): boolean {
    return this.#halt?.requested ?? false;
  }

  /** Stops or ends it; one that has ended stays as it is. */
  halt(state: Halt['state'], options: { reason?: string | undefined; requested?: boolean }): void {
    if (this.#halt?.state === 'terminated') return;
    const { reason, requested = false } = options;
    this.#halt = { state, at: this.#clock.now(), reason, requested };
    this.#halted.abort();
  }

  toStatus(): InstanceStatus {
    const { state, publicIp, expiresAt, reason } = this;
    return {
      instanceId: this.id,
      state,
      launchedAt: new Date(this.#launchedAt),
      ready: state === 'running' && publicIp !== undefined,
      ...(publicIp === undefined ? {} : { ...this.#addresses }),
      ...(reason === undefined ? {} : { reason }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
  }

  toListed(): ListedInstance {
    const { region, instanceType, tags, idempotencyKeyHash } = this.#launch;
    return { ...this.toStatus(), region, instanceType, tags: { ...tags }, idempotencyKeyHash };
  }

  toMockInstance(): MockInstance {
    const { idempotencyKey, architecture, spotInstance, image } = this.#launch;
    return { ...this.toListed(), idempotencyKey, architecture, spotInstance, image };
  }

  #showsAddresses(): boolean {
    return this.#halt?.state !== 'terminated' && this.#clock.now() >= this.addressAt;
  }
}
