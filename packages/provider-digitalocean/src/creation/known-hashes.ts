import type { ManagedInstance } from '@stagely/core/plugin';
import { shortenSpecHash } from '../droplets/droplet-name.js';

/** How many are remembered; those of creations under way matter. */
const REMEMBERED = 10_000;

/**
 * The hashes that droplets of this process may have. A droplet's name holds the beginnings of some only, and the
 * protocol compares whole ones.
 */
export class KnownHashes {
  readonly #specHashes = new Map<string, string>();
  #creator: string | undefined;

  /** Who requests droplets here. */
  noteCreator(creator: string): void {
    this.#creator = creator;
  }

  noteSpec(specHash: string): void {
    const beginning = shortenSpecHash(specHash);
    this.#specHashes.delete(beginning);
    this.#specHashes.set(beginning, specHash);
    for (const oldest of this.#specHashes.keys()) {
      if (this.#specHashes.size <= REMEMBERED) break;
      this.#specHashes.delete(oldest);
    }
  }

  /** The machine with whole hashes where what its name holds is how a known one begins. */
  complete(instance: ManagedInstance): ManagedInstance {
    const { specHash = '', creator } = instance;
    const isOwn = creator !== undefined && this.#creator?.startsWith(creator);
    return {
      ...instance,
      specHash: this.#specHashes.get(specHash) ?? instance.specHash,
      creator: isOwn ? this.#creator : creator,
    };
  }
}
