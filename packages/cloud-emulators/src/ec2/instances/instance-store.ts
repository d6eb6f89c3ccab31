import type { Clock } from '@stagely/core/plugin';
import type { Market } from '../../machines/capacity.js';
import { DueQueue } from '../../storage/due-queue.js';
import { IndexedCollection, type ReadSelection } from '../../storage/indexed-collection.js';
import type { Tags } from '../tags/tags.js';
import { type Instance, phaseOf, tagsOf } from './instance.js';
import { type Phase, phaseAt, terminationOf } from './instance-phases.js';

/** Options of an `InstanceStore`. */
export interface InstanceStoreOptions {
  clock: Clock;
  /** How far reads may lag, in milliseconds. */
  maximumLagMs: number;
  /** How long a terminated instance is shown, in milliseconds. */
  terminatedVisibleMs: number;
}

/** What counts towards quotas. */
export interface Usage {
  readonly instances: number;
  readonly vcpus: Readonly<Record<Market, number>>;
}

/** The instances of one Region. */
export class InstanceStore {
  readonly #options: InstanceStoreOptions;
  readonly #shown: IndexedCollection<string, Instance>;
  readonly #ever = new Map<string, Instance>();
  readonly #byReservation = new Map<string, Instance[]>();
  readonly #changes = new DueQueue<Instance>();
  readonly #counted = new Set<Instance>();
  readonly #vcpus = { 'on-demand': 0, spot: 0 };

  constructor(options: InstanceStoreOptions) {
    this.#options = options;
    this.#shown = new IndexedCollection({
      idOf: ({ id }) => id,
      keysOf: (instance) => this.#keysOf(instance),
      clock: options.clock,
      retainMs: options.maximumLagMs,
    });
  }

  /** Every instance there ever was, in the order of launch. */
  everLaunched(): Iterable<Instance> {
    return this.#ever.values();
  }

  /** An instance that EC2 still shows at a time (default: now). */
  get(id: string, asOf?: number): Instance | undefined {
    return this.#shown.get(id, asOf);
  }

  /** An instance, even when EC2 shows it no longer. */
  getEver(id: string): Instance | undefined {
    return this.#ever.get(id);
  }

  ofReservation(reservationId: string): readonly Instance[] {
    return this.#byReservation.get(reservationId) ?? [];
  }

  /** What counts towards quotas now: all that is neither stopped nor terminated. */
  get usage(): Usage {
    this.#settle();
    return { instances: this.#counted.size, vcpus: { ...this.#vcpus } };
  }

  add(instance: Instance): void {
    this.#settle();
    this.#shown.add(instance);
    this.#ever.set(instance.id, instance);
    const reservation = this.#byReservation.get(instance.reservationId);
    if (reservation) reservation.push(instance);
    else this.#byReservation.set(instance.reservationId, [instance]);
    this.#follow(instance);
  }

  /** Sets what becomes of an instance from now on. */
  setPhases(instance: Instance, phases: readonly Phase[]): void {
    this.#settle();
    instance.phases.set(this.#options.clock.now(), phases);
    this.#follow(instance);
    this.#shown.reindex(instance.id);
  }

  setTags(instance: Instance, tags: Tags): void {
    instance.tags.set(this.#options.clock.now(), tags);
    this.#shown.reindex(instance.id);
  }

  /** How many instances have a key now; see `stateKey` and its like. */
  count(key: string): number {
    this.#settle();
    return this.#shown.count({ key });
  }

  /** Instances in the order of launch. Keys are those of now. */
  scan(selection: ReadSelection) {
    this.#settle();
    return this.#shown.scan(selection);
  }

  /** The instance behind a spot request. */
  ofSpotRequest(requestId: string, asOf: number): Instance | undefined {
    return this.#shown.page({ key: spotRequestKey(requestId), asOf, limit: 1 }).items[0];
  }

  /** Spot instances in the order of launch. */
  scanSpot(selection: ReadSelection) {
    return this.#shown.scan({ ...selection, key: SPOT });
  }

  #follow(instance: Instance): void {
    const now = this.#options.clock.now();
    const phases = instance.phases.current;
    for (const { from } of phases) if (from > now) this.#changes.add(from, instance);
    const terminatedAt = terminationOf(phases);
    if (terminatedAt !== undefined) {
      this.#shown.remove(instance.id, terminatedAt + this.#options.terminatedVisibleMs);
    }
    this.#recount(instance);
  }

  /** Brings what depends on the time up to date. */
  #settle(): void {
    for (const { item } of this.#changes.takeDue(this.#options.clock.now())) {
      this.#shown.reindex(item.id);
      this.#recount(item);
    }
  }

  #recount(instance: Instance): void {
    const { state } = phaseAt(instance.phases.current, this.#options.clock.now());
    const counts = state !== 'stopped' && state !== 'terminated';
    if (counts === this.#counted.has(instance)) return;
    const { market, type } = instance.configuration;
    this.#vcpus[market] += counts ? type.vcpus : -type.vcpus;
    if (counts) this.#counted.add(instance);
    else this.#counted.delete(instance);
  }

  *#keysOf(instance: Instance): Generator<string, void, undefined> {
    const now = this.#options.clock.now();
    yield stateKey(phaseOf(instance, now).state);
    if (instance.spotRequestId !== undefined) {
      yield SPOT;
      yield spotRequestKey(instance.spotRequestId);
    }
    if (instance.clientToken !== '') yield clientTokenKey(instance.clientToken);
    for (const [key, value] of tagsOf(instance, now)) {
      yield tagKey(key);
      yield tagValueKey(key, value);
    }
  }
}

const SPOT = 'spot';
const spotRequestKey = (id: string) => `spot-request ${id}`;

export const stateKey = (state: string) => `state ${state}`;
export const clientTokenKey = (token: string) => `client-token ${token}`;
export const tagKey = (key: string) => `tag-key ${key}`;
export const tagValueKey = (key: string, value: string) => `tag ${JSON.stringify([key, value])}`;
