import type { Clock, InstanceFilter } from '@stagely/core';
import { hashIdempotencyKey } from '@stagely/core/plugin';
import { AddressPool } from './address-pool.js';
import { type Launch, SimulatedInstance } from './simulated-instance.js';

/** How long an instance that has ended stays visible, in milliseconds: an hour, about as long as on EC2. */
const ENDED_VISIBLE = 3_600_000;

/** The instances of one pretended account. */
export class InstanceTable {
  readonly #clock: Clock;
  readonly #addresses = new AddressPool();
  readonly #instances = new Map<string, SimulatedInstance>();
  /** The latest instance of each idempotency key, by the key's hash. */
  readonly #latest = new Map<string, SimulatedInstance>();
  /** In the order in which they ended. */
  readonly #ended = new Set<SimulatedInstance>();
  #launches = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Launches an instance; `undefined` when every address has been used. */
  launch(launch: Launch): SimulatedInstance | undefined {
    const addresses = this.#addresses.take();
    if (addresses === undefined) return undefined;
    const id = `mock-${String(++this.#launches).padStart(6, '0')}`;
    const instance = new SimulatedInstance(id, launch, addresses, this.#clock);
    this.#instances.set(id, instance);
    this.#latest.set(launch.idempotencyKeyHash, instance);
    return instance;
  }

  /** Finds an instance that is there, or that ended within the last hour. */
  find(id: string): SimulatedInstance | undefined {
    this.#forgetLongEnded();
    return this.#instances.get(id);
  }

  /** Finds the instance that holds an idempotency key: the only one of the key that has not ended. */
  findByKey(idempotencyKeyHash: string): SimulatedInstance | undefined {
    const instance = this.#latest.get(idempotencyKeyHash);
    return instance?.endedAt === undefined ? instance : undefined;
  }

  end(instance: SimulatedInstance, options: { reason?: string | undefined; requested?: boolean }) {
    instance.halt('terminated', options);
    this.#ended.add(instance);
  }

  /** Every visible instance, in the order of launch. */
  all(): SimulatedInstance[] {
    this.#forgetLongEnded();
    return [...this.#instances.values()];
  }

  /** The visible instances that a filter lets through. */
  list(filter: InstanceFilter): SimulatedInstance[] {
    const { tags = {}, idempotencyKey, region, includeTerminated = false } = filter;
    const keyHash = idempotencyKey === undefined ? undefined : hashIdempotencyKey(idempotencyKey);
    return this.all().filter(
      ({ launch, state }) =>
        (includeTerminated || state !== 'terminated') &&
        (region === undefined || region === launch.region) &&
        (keyHash === undefined || keyHash === launch.idempotencyKeyHash) &&
        Object.entries(tags).every(
          ([key, value]) => Object.hasOwn(launch.tags, key) && launch.tags[key] === value,
        ),
    );
  }

  #forgetLongEnded(): void {
    const now = this.#clock.now();
    for (const instance of this.#ended) {
      if (now < (instance.endedAt ?? now) + ENDED_VISIBLE) break;
      const { idempotencyKeyHash } = instance.launch;
      this.#ended.delete(instance);
      this.#instances.delete(instance.id);
      if (this.#latest.get(idempotencyKeyHash) === instance)
        this.#latest.delete(idempotencyKeyHash);
    }
  }
}
