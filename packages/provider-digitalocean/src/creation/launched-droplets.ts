import type { ManagedInstance } from '@stagely/core/plugin';

/** A droplet that was requested and has no address yet. */
export interface LaunchedDroplet {
  readonly instance: ManagedInstance;
  /** The action that tells whether its creation succeeds. */
  readonly actionId: number;
}

/** How many are remembered; only those of the last two minutes matter. */
const REMEMBERED = 1_000;

/** The droplets of this process that are on their way. */
export class LaunchedDroplets {
  readonly #droplets = new Map<string, LaunchedDroplet>();

  add(droplet: LaunchedDroplet): void {
    this.#droplets.set(droplet.instance.instanceId, droplet);
    for (const oldest of this.#droplets.keys()) {
      if (this.#droplets.size <= REMEMBERED) break;
      this.#droplets.delete(oldest);
    }
  }

  get(instanceId: string): LaunchedDroplet | undefined {
    return this.#droplets.get(instanceId);
  }

  /** To be called when its fate is known. */
  forget(instanceId: string): void {
    this.#droplets.delete(instanceId);
  }
}
