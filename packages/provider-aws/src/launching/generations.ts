import { LRUCache } from 'lru-cache';
import type { AwsInstance } from '../instances/aws-instance.js';

/** A key in a region. */
export interface KeyScope {
  readonly region: string;
  readonly idempotencyKeyHash: string;
}

interface Launched extends KeyScope {
  readonly generation: number;
}

/** How many keys and machines are remembered. By size, because a cache with `max` takes the room for all of them at once. */
const REMEMBERED = { maxSize: 10_000, sizeCalculation: () => 1 };

/** From the n-th token that is found used, generations are taken by chance: a key that is used all day would never get through. */
const FIRST_BY_CHANCE = 4;
const CHANCE_RANGE = 2 ** 31;

/**
 * Which client tokens of a key are used up. EC2 remembers a token for a day after its machine has ended, and every one
 * that is tried in vain costs a look for the machine that may have it.
 */
export class Generations {
  readonly #next = new LRUCache<string, number>(REMEMBERED);
  readonly #launched = new LRUCache<string, Launched>(REMEMBERED);
  readonly #random: () => number;

  /** `random` makes numbers from 0 up to 1. */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** The generation to request with, after `taken` of them were found used in the course of this creation. */
  choose(key: KeyScope, taken: number): number {
    if (taken >= FIRST_BY_CHANCE) return Math.floor(this.#random() * CHANCE_RANGE) + taken;
    return Math.max(taken, this.#next.get(nameOf(key)) ?? 0);
  }

  /** Notes that the tokens of a generation are of no more use. */
  useUp(key: KeyScope, generation: number): void {
    const name = nameOf(key);
    this.#next.set(name, Math.max(generation + 1, this.#next.get(name) ?? 0));
  }

  /** Notes what has ended among the machines of a key, whoever made them. */
  observe(key: KeyScope, instances: readonly AwsInstance[]): void {
    for (const { state, generation } of instances) {
      if (state === 'terminated' && generation !== undefined) this.useUp(key, generation);
    }
  }

  /** Whether a machine was launched before, so that an answer which names it is an old one. */
  knows(instanceId: string): boolean {
    return this.#launched.has(instanceId);
  }

  remember(instanceId: string, key: KeyScope, generation: number): void {
    const { region, idempotencyKeyHash } = key;
    this.#launched.set(instanceId, { region, idempotencyKeyHash, generation });
  }

  /** Notes that a machine has ended. */
  end(instanceId: string): void {
    const launched = this.#launched.get(instanceId);
    if (launched !== undefined) this.useUp(launched, launched.generation);
  }
}

function nameOf({ region, idempotencyKeyHash }: KeyScope): string {
  return `${region} ${idempotencyKeyHash}`;
}
