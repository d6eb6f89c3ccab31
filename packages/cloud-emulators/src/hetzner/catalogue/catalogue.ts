import type { Capacity } from '../../machines/capacity.js';
import { type Image, publicImages } from './images.js';
import { type Location, locations } from './locations.js';
import {
  type Deprecation,
  type ServerType,
  type ServerTypeOffer,
  serverTypes,
} from './server-types.js';

/**
 * What Hetzner sells at present, the same for all projects. Changed here, everything that is listed,
 * priced and created changes with it.
 */
export class HetznerCatalogue {
  readonly #capacity: Capacity;
  #serverTypes: readonly ServerType[] = serverTypes;
  #images: readonly Image[] = publicImages;
  readonly #disabledLocations = new Map<string, string>();

  constructor(capacity: Capacity) {
    this.#capacity = capacity;
  }

  get locations(): readonly Location[] {
    return locations;
  }

  get serverTypes(): readonly ServerType[] {
    return this.#serverTypes;
  }

  /** The images of Hetzner; snapshots belong to projects. */
  get images(): readonly Image[] {
    return this.#images;
  }

  /**
   * Sets what `locations[].available` of a type says. Creation asks the emulator's `capacity` alone, as in
   * the real API, where types shown as unavailable could be had and the other way round; use `setStock` for
   * both.
   *
   * @throws RangeError for a type, or a location of it, that there is not; so do the other methods
   */
  showAvailability(type: string, location: string, available: boolean): void {
    this.#changeOffer(type, location, { available });
  }

  /** Puts a type out of stock in a location, or back: what is shown and what can be had. */
  setStock(type: string, location: string, inStock: boolean): void {
    this.showAvailability(type, location, inStock);
    this.#capacity.set({ type, region: location }, inStock ? 'unlimited' : 0);
  }

  /** Announces a type's end in a location, or takes the announcement back with null. */
  deprecateServerType(type: string, location: string, deprecation: Deprecation | null): void {
    this.#changeOffer(type, location, { deprecation });
  }

  /** Sells a type in a location, at the price of its other locations unless told. */
  offerServerType(type: string, location: string, offer: Partial<ServerTypeOffer> = {}): void {
    const { offers } = this.#serverType(type);
    this.#location(location);
    const [elsewhere = { priceHourly: 0, priceMonthly: 0 }] = offers.values();
    const { priceHourly, priceMonthly } = elsewhere;
    const usual = { available: true, recommended: true, deprecation: null };
    this.#setOffer(type, location, { ...usual, priceHourly, priceMonthly, ...offer });
  }

  /** Stops supporting a type in a location; without a location it does not exist any more. */
  withdrawServerType(type: string, location?: string): void {
    const withdrawn = this.#serverType(type);
    if (location === undefined) {
      this.#serverTypes = this.#serverTypes.filter(({ name }) => name !== type);
      return;
    }
    const offers = new Map(withdrawn.offers);
    offers.delete(this.#location(location).name);
    this.#replace({ ...withdrawn, offers });
  }

  /** Adds a type, or puts another one in the place of that name. */
  addServerType(type: ServerType): void {
    const others = this.#serverTypes.filter(({ name }) => name !== type.name);
    this.#serverTypes = [...others, type].sort((a, b) => a.id - b.id);
  }

  /** Marks a system or app image as deprecated since a date, for both architectures; null takes it back. */
  deprecateImage(name: string, deprecated: string | null): void {
    this.#image(name);
    this.#images = this.#images.map((image) =>
      image.name === name ? { ...image, deprecated } : image,
    );
  }

  /** Removes a system or app image, for both architectures. */
  withdrawImage(name: string): void {
    this.#image(name);
    this.#images = this.#images.filter((image) => image.name !== name);
  }

  /** Refuses all creations in a location with 412 `resource_unavailable`. */
  disableLocation(location: string, message = 'server location disabled'): void {
    this.#disabledLocations.set(this.#location(location).name, message);
  }

  enableLocation(location: string): void {
    this.#disabledLocations.delete(this.#location(location).name);
  }

  /** Why a location takes no servers; undefined when it does. */
  whyDisabled(location: string): string | undefined {
    return this.#disabledLocations.get(location);
  }

  #changeOffer(type: string, location: string, change: Partial<ServerTypeOffer>): void {
    const offer = this.#serverType(type).offers.get(this.#location(location).name);
    if (offer === undefined) throw new RangeError(`${type} is not sold in ${location}.`);
    this.#setOffer(type, location, { ...offer, ...change });
  }

  #setOffer(type: string, location: string, offer: ServerTypeOffer): void {
    const changed = this.#serverType(type);
    this.#replace({ ...changed, offers: new Map(changed.offers).set(location, offer) });
  }

  #replace(type: ServerType): void {
    this.#serverTypes = this.#serverTypes.map((other) => (other.name === type.name ? type : other));
  }

  #serverType(name: string): ServerType {
    const type = this.#serverTypes.find((candidate) => candidate.name === name);
    if (type === undefined) throw new RangeError(`There is no server type ${name}.`);
    return type;
  }

  #location(name: string): Location {
    const location = locations.find((candidate) => candidate.name === name);
    if (location === undefined) throw new RangeError(`There is no location ${name}.`);
    return location;
  }

  #image(name: string): void {
    if (!this.#images.some((image) => image.name === name)) {
      throw new RangeError(`There is no image ${name}.`);
    }
  }
}
