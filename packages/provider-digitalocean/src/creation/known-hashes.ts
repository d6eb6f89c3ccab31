import type { ManagedInstance } from '@stagely/core/plugin';
import { LRUCache } from 'lru-cache';
import { shortenSpecHash } from '../droplets/droplet-name.js';

/**
 * How many are remembered; those of creations under way matter. By size, because a cache with `max` takes the room for all
 * of them at once.
 */
const REMEMBERED = { maxSize: 10_000, sizeCalculation: () => 1 };

/**
 * The hashes that droplets of this process may have. A droplet's name holds the beginnings of some only, and the
 * protocol compares whole ones.
 */
export class KnownHashes {
  /** Whole hashes of specs by their beginnings. */
  readonly #specHashes = new LRUCache<string, string>(REMEMBERED);
  #creator = '';

  /** Who requests droplets here. */
  noteCreator(creator: string): void {
    this.#creator = creator;
  }

  noteSpec(specHash: string): void {
    this.#specHashes.set(shortenSpecHash(specHash), specHash);
  }

  /** The machine with whole hashes where what its name holds is how a known one begins. */
  complete(instance: ManagedInstance): ManagedInstance {
    const { specHash, creator } = instance;
    const isOwn = creator !== undefined && this.#creator.startsWith(creator);
    return {
      ...instance,
      specHash: specHash && (this.#specHashes.get(specHash) ?? specHash),
      creator: isOwn ? this.#creator : creator,
    };
  }
}
