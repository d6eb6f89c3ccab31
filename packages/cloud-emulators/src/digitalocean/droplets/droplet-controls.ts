import type { DigitalOceanContext } from '../digitalocean-types.js';
import type { Inventory } from '../inventory.js';
import type { Droplet } from './droplet.js';
import { describeDroplet, type EmulatedDroplet } from './emulated-droplet.js';
import { findPlaces } from './find-places.js';

/** A droplet that is there without having been asked for through the API. */
export interface PlantedDroplet {
  readonly name: string;
  readonly tags?: readonly string[] | undefined;
  /** Default: `s-1vcpu-1gb`. */
  readonly size?: string | undefined;
  /** Default: `nyc3`. */
  readonly region?: string | undefined;
  /** Default: `ubuntu-22-04-x64`. */
  readonly image?: string | number | undefined;
  /** Default: now. */
  readonly createdAt?: Date | undefined;
}

/** The droplets as a test's author sees and moves them. */
export class DropletControls {
  readonly #inventory: Inventory;
  readonly #context: DigitalOceanContext;

  constructor(inventory: Inventory, context: DigitalOceanContext) {
    this.#inventory = inventory;
    this.#context = context;
  }

  /** Every droplet that there ever was, the oldest first. */
  all(): EmulatedDroplet[] {
    return this.#inventory.droplets.store.ever().map((droplet) => this.#describe(droplet));
  }

  /** Those that exist, the oldest first. */
  existing(): EmulatedDroplet[] {
    return this.all().filter(({ status }) => status !== 'gone');
  }

  /** One of those that exist. */
  find(id: number): EmulatedDroplet | undefined {
    const droplet = this.#inventory.droplets.store.get(id);
    return droplet && this.#describe(droplet);
  }

  /**
   * Adds an active droplet with addresses, regardless of limits and stock, as somebody else would have.
   *
   * @throws ApiError when size, region and image do not exist or do not go together
   */
  plant({
    name,
    tags = [],
    size = 's-1vcpu-1gb',
    region = 'nyc3',
    image = 'ubuntu-22-04-x64',
    createdAt,
  }: PlantedDroplet): EmulatedDroplet {
    const { droplets, vpcs } = this.#inventory;
    const places = findPlaces({ size, region, image }, this.#inventory);
    const [place] = places.regions;
    if (place === undefined) throw new RangeError(`There is no region "${region}".`);
    const features = { backups: false, ipv6: false, monitoring: false, agent: true };
    const planted = droplets.plant(
      {
        name,
        tags,
        size: places.size,
        image: places.image,
        region: place,
        vpcUuid: vpcs.defaultOf(place.slug).id,
        features: { ...features, publicNetworking: true },
      },
      createdAt?.getTime() ?? this.#context.clock.now(),
    );
    return this.#describe(planted);
  }

  /**
   * Locks a droplet: it shows `locked`, and deletions and actions are refused as by a pending event.
   *
   * @throws RangeError when there is no such droplet
   */
  lock(id: number): void {
    this.#get(id).lock.set(this.#context.clock.now(), true);
  }

  /** @throws RangeError when there is no such droplet */
  unlock(id: number): void {
    this.#get(id).lock.set(this.#context.clock.now(), false);
  }

  /**
   * Switches a droplet off at once, as its owner could from inside.
   *
   * @throws RangeError when there is no such droplet
   */
  switchOff(id: number): void {
    this.#get(id).power.set(this.#context.clock.now(), 'off');
  }

  /**
   * Takes a droplet away at once, without an action, as if somebody had done so elsewhere.
   *
   * @throws RangeError when there is no such droplet
   */
  vanish(id: number): void {
    this.#inventory.droplets.store.end(this.#get(id), this.#context.clock.now());
  }

  /** The next `count` creations are accepted, then their action is `errored` and the droplet is gone. */
  failNextCreations(count = 1): void {
    this.#inventory.droplets.planned.plan('creation', count);
  }

  /** The next `count` droplet actions are accepted, then they are `errored` and have no effect. */
  failNextActions(count = 1): void {
    this.#inventory.droplets.planned.plan('action', count);
  }

  /** The next `count` deletions are answered with 204 and do nothing. */
  ignoreNextDeletions(count = 1): void {
    this.#inventory.droplets.planned.plan('deletion', count);
  }

  #get(id: number): Droplet {
    const droplet = this.#inventory.droplets.store.get(id);
    if (droplet === undefined) throw new RangeError(`There is no droplet ${id}.`);
    return droplet;
  }

  #describe(droplet: Droplet): EmulatedDroplet {
    return describeDroplet(droplet, this.#context.clock.now());
  }
}
