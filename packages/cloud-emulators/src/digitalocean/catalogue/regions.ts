/** A region of the catalogue. */
export interface Region {
  readonly slug: string;
  readonly name: string;
  readonly features: readonly string[];
  /** Whether new droplets can be created in it. */
  readonly available: boolean;
}

/** The regions, changeable at any time. */
export class Regions {
  readonly #regions: Map<string, Region>;

  constructor(regions: readonly Region[]) {
    this.#regions = new Map(regions.map((region) => [region.slug, region]));
  }

  all(): Region[] {
    return [...this.#regions.values()];
  }

  get(slug: string): Region | undefined {
    return this.#regions.get(slug);
  }

  /** Adds a region, or replaces the one with its slug. */
  put(region: Region): void {
    this.#regions.set(region.slug, { ...region });
  }

  /**
   * Changes a region: `set('nyc3', { available: false })`.
   *
   * @throws RangeError when there is no such region
   */
  set(slug: string, changes: Partial<Omit<Region, 'slug'>>): void {
    const region = this.#regions.get(slug);
    if (region === undefined) throw new RangeError(`There is no region "${slug}".`);
    this.#regions.set(slug, { ...region, ...changes });
  }
}
