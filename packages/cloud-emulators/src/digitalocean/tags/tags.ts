import type { Clock } from '@stagely/core/plugin';
import { IndexedCollection, type Page } from '../../storage/indexed-collection.js';
import { notFound } from '../api-errors.js';
import { oldestFirst } from '../requests/pages-of-collections.js';
import type { PageRequest } from '../requests/read-page.js';

/** A tag of the account. */
export interface Tag {
  /** In the spelling it was first used with. */
  readonly name: string;
  /** The droplets that were tagged with it, the last one at the end; some may be gone or untagged since. */
  readonly taggedDroplets: number[];
  /** The same for images. */
  readonly taggedImages: number[];
}

/** The account's tags: one for each spelling, whatever its capitals. */
export class Tags {
  readonly #tags: IndexedCollection<string, Tag>;

  constructor(clock: Clock) {
    this.#tags = new IndexedCollection({ idOf: ({ name }) => name.toLowerCase(), clock });
  }

  /** The tag with a name in any spelling, made in this one if it is new. */
  use(name: string): Tag {
    const existing = this.#tags.get(name.toLowerCase());
    if (existing !== undefined) return existing;
    const tag = { name, taggedDroplets: [], taggedImages: [] };
    this.#tags.add(tag);
    return tag;
  }

  /** @throws ApiError 404 when there is no tag of this very spelling */
  get(name: string): Tag {
    const tag = this.#tags.get(name.toLowerCase());
    if (tag?.name !== name) throw notFound();
    return tag;
  }

  remove(name: string): void {
    this.#tags.remove(name.toLowerCase());
  }

  page(page: PageRequest): Page<Tag> {
    return oldestFirst(this.#tags, {}, page);
  }

  /** All names, in the order in which they were made. */
  names(): string[] {
    return Array.from(this.#tags.scan(), ({ item }) => item.name);
  }
}
