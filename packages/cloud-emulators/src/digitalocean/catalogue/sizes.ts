/** A size of the catalogue. */
export interface Size {
  readonly slug: string;
  /** In MiB. */
  readonly memory: number;
  readonly vcpus: number;
  /** In GiB. */
  readonly disk: number;
  /** In TiB a month. */
  readonly transfer: number;
  /** In US dollars. */
  readonly priceMonthly: number;
  /** In US dollars. */
  readonly priceHourly: number;
  /** The regions that sell it. */
  readonly regions: readonly string[];
  /** Whether any region sells it. */
  readonly available: boolean;
  readonly description: string;
  /** Not sold to this account, though the catalogue shows it. Default: false. */
  readonly restricted?: boolean | undefined;
  readonly gpu?: { readonly count: number; readonly model: string; readonly vramGib: number };
}

/** The sizes, changeable at any time. */
export class Sizes {
  readonly #sizes: Map<string, Size>;

  constructor(sizes: readonly Size[]) {
    this.#sizes = new Map(sizes.map((size) => [size.slug, size]));
  }

  /** In the order of the API, which is that of the prices. */
  all(): Size[] {
    return [...this.#sizes.values()];
  }

  get(slug: string): Size | undefined {
    return this.#sizes.get(slug);
  }

  /** Those that a region sells. */
  inRegion(slug: string): Size[] {
    return this.all().filter(({ available, regions }) => available && regions.includes(slug));
  }

  /** Adds a size, or replaces the one with its slug. */
  put(size: Size): void {
    this.#sizes.set(size.slug, { ...size });
  }

  /**
   * Changes a size: `set('c-4', { available: false })`, `set('c-4', { regions: ['fra1'] })`. Droplets that
   * have it keep it.
   *
   * @throws RangeError when there is no such size
   */
  set(slug: string, changes: Partial<Omit<Size, 'slug'>>): void {
    const size = this.#sizes.get(slug);
    if (size === undefined) throw new RangeError(`There is no size "${slug}".`);
    this.#sizes.set(slug, { ...size, ...changes });
  }
}

export function renderSize(size: Size) {
  return {
    slug: size.slug,
    memory: size.memory,
    vcpus: size.vcpus,
    disk: size.disk,
    transfer: size.transfer,
    price_monthly: size.priceMonthly,
    price_hourly: size.priceHourly,
    regions: [...size.regions].sort(),
    available: size.available,
    description: size.description,
    disk_info: [{ type: 'local', size: { amount: size.disk, unit: 'gib' } }],
    ...(size.gpu && {
      gpu_info: {
        count: size.gpu.count,
        model: size.gpu.model,
        vram: { amount: size.gpu.vramGib, unit: 'gib' },
      },
    }),
  };
}
