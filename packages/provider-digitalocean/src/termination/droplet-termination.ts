import {
  type Call,
  InstanceLockedError,
  type ManagedInstance,
  type SharedReads,
  type TerminationCloud,
} from '@stagely/core/plugin';
import type { DigitalOceanClient } from '../api/digitalocean-client.js';
import type { Droplet } from '../api/droplet.js';
import { isPendingEvent } from '../api/is-pending-event.js';
import { toManagedInstance } from '../droplets/to-managed-instance.js';

export interface DropletTerminationOptions {
  readonly client: DigitalOceanClient;
  readonly reads: SharedReads<Droplet>;
  readonly visibilityWindowMs: number;
}

/**
 * What DigitalOcean brings to the end of a droplet. An accepted deletion may do nothing, and shows only when the droplet
 * is no longer found.
 */
export class DropletTermination implements TerminationCloud {
  readonly visibilityWindowMs: number;
  readonly #options: DropletTerminationOptions;

  constructor(options: DropletTerminationOptions) {
    this.visibilityWindowMs = options.visibilityWindowMs;
    this.#options = options;
  }

  async requestEnd(instanceId: string, call: Call): Promise<'requested'> {
    try {
      await this.#options.client.deleteDroplet(instanceId, call);
      return 'requested';
    } catch (error) {
      if (!isPendingEvent(error)) throw error;
      throw new InstanceLockedError(error.message, { cause: error });
    }
  }

  async readInstance(instanceId: string, call: Call): Promise<ManagedInstance> {
    return toManagedInstance(await this.#options.reads.read(instanceId, call));
  }
}
