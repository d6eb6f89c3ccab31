import type { RequestOptions } from './api-connection.js';
import type { WirePagination } from './wire/page-schema.js';

/** Where a list is: one page of it, and the way to the others. */
export class Pagination<List> {
  readonly page: number;
  readonly perPage: number;
  readonly previousPage: number | null;
  readonly nextPage: number | null;
  /** Null where the API does not know it; so is `totalEntries`. */
  readonly lastPage: number | null;
  readonly totalEntries: number | null;
  readonly #open: (page: number, options?: RequestOptions) => Promise<List>;

  constructor(
    pagination: WirePagination,
    open: (page: number, options?: RequestOptions) => Promise<List>,
  ) {
    this.page = pagination.page;
    this.perPage = pagination.per_page;
    this.previousPage = pagination.previous_page;
    this.nextPage = pagination.next_page;
    this.lastPage = pagination.last_page;
    this.totalEntries = pagination.total_entries;
    this.#open = open;
  }

  /** The page after this one. Pages shift when entries come and go meanwhile. */
  next(options?: RequestOptions): Promise<List> {
    return this.#turnTo('next', this.nextPage, options);
  }

  /** The page before this one. */
  previous(options?: RequestOptions): Promise<List> {
    return this.#turnTo('previous', this.previousPage, options);
  }

  /** The last page. */
  last(options?: RequestOptions): Promise<List> {
    return this.#turnTo('last', this.lastPage, options);
  }

  async #turnTo(which: string, page: number | null, options?: RequestOptions): Promise<List> {
    if (page === null) throw new RangeError(`There is no ${which} page.`);
    return this.#open(page, options);
  }
}

/** Every item of a list, from this page on, page by page as they are consumed. */
export async function* eachItem<List extends Pagination<List>, Item>(
  first: List,
  itemsOf: (list: List) => readonly Item[],
  options?: RequestOptions,
): AsyncGenerator<Item, void, undefined> {
  for (let list = first; ; list = await list.next(options)) {
    yield* itemsOf(list);
    if (list.nextPage === null) return;
  }
}

/** Every item of a list, from this page on. */
export async function allItems<List extends Pagination<List>, Item>(
  first: List,
  itemsOf: (list: List) => readonly Item[],
  options?: RequestOptions,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of eachItem(first, itemsOf, options)) items.push(item);
  return items;
}
