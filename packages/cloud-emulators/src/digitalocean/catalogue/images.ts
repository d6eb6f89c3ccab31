/** An image of the catalogue or of the account. */
export interface Image {
  readonly id: number;
  /** Only public images have one. */
  readonly slug: string | null;
  readonly name: string;
  readonly distribution: string;
  readonly type: 'base' | 'snapshot' | 'backup' | 'custom' | 'admin';
  /** What `?type=` filters by. */
  readonly kind: 'distribution' | 'application';
  readonly public: boolean;
  readonly regions: readonly string[];
  /** ISO 8601, in UTC. */
  readonly createdAt: string;
  /** In GB. */
  readonly minDiskSize: number;
  /** In GB. */
  readonly sizeGigabytes: number;
  readonly description: string;
  readonly status: 'NEW' | 'available' | 'pending' | 'deleted' | 'retired';
  readonly tags: readonly string[];
}

/** An image to add; what is left out is as for a snapshot of the account. */
export type NewImage = Pick<Image, 'name' | 'regions'> & Partial<Omit<Image, 'id'>>;

/** The images, changeable at any time. */
export class Images {
  readonly #images: Map<number, Image>;

  constructor(images: readonly Image[]) {
    this.#images = new Map(images.map((image) => [image.id, image]));
  }

  all(): Image[] {
    return [...this.#images.values()];
  }

  get(id: number): Image | undefined {
    return this.#images.get(id);
  }

  /** The image with an id or with the slug of a public image; ids may be written as text. */
  find(reference: string | number): Image | undefined {
    if (typeof reference === 'number') return this.#images.get(reference);
    if (/^\d+$/.test(reference)) return this.#images.get(Number(reference));
    return this.all().find((image) => image.public && image.slug === reference);
  }

  /** Those with a tag. */
  tagged(tag: string): Image[] {
    return this.all().filter(({ tags }) => tags.includes(tag));
  }

  /** Adds an image, by default a private snapshot. */
  add(image: NewImage): Image {
    const added: Image = {
      slug: null,
      distribution: 'Ubuntu',
      type: 'snapshot',
      kind: 'distribution',
      public: false,
      createdAt: '2026-01-01T00:00:00Z',
      minDiskSize: 25,
      sizeGigabytes: 2.5,
      description: '',
      status: 'available',
      tags: [],
      ...image,
      id: Math.max(0, ...this.#images.keys()) + 1,
    };
    this.#images.set(added.id, added);
    return added;
  }

  /**
   * Changes an image.
   *
   * @throws RangeError when there is no such image
   */
  set(id: number, changes: Partial<Omit<Image, 'id'>>): void {
    const image = this.#images.get(id);
    if (image === undefined) throw new RangeError(`There is no image ${id}.`);
    this.#images.set(id, { ...image, ...changes });
  }

  /** Takes an image from the catalogue; droplets made from it stay. */
  remove(id: number): void {
    this.#images.delete(id);
  }
}

export function renderImage(image: Image) {
  return {
    id: image.id,
    name: image.name,
    distribution: image.distribution,
    slug: image.slug,
    public: image.public,
    regions: image.regions,
    created_at: image.createdAt,
    min_disk_size: image.minDiskSize,
    type: image.type,
    size_gigabytes: image.sizeGigabytes,
    description: image.description,
    tags: image.tags,
    status: image.status,
    error_message: '',
  };
}
