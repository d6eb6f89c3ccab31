import type { IndexedCollection, Page, ReadSelection } from '../../storage/indexed-collection.js';
import type { PageRequest } from './read-page.js';

/** A page of a list that is held as a whole. */
export function pageOf<T>(items: readonly T[], { page, perPage }: PageRequest): Page<T> {
  return { items: items.slice((page - 1) * perPage, page * perPage), total: items.length };
}

/** A page of a collection, the oldest first. */
export function oldestFirst<Id extends string | number, T>(
  collection: IndexedCollection<Id, T>,
  selection: ReadSelection,
  { page, perPage }: PageRequest,
): Page<T> {
  return collection.page({ ...selection, offset: (page - 1) * perPage, limit: perPage });
}

/** A page of a collection, the newest first. */
export function newestFirst<Id extends string | number, T>(
  collection: IndexedCollection<Id, T>,
  selection: ReadSelection,
  { page, perPage }: PageRequest,
): Page<T> {
  const total = collection.count(selection);
  const end = Math.max(0, total - (page - 1) * perPage);
  const offset = Math.max(0, end - perPage);
  const { items } = collection.page({ ...selection, offset, limit: end - offset });
  return { items: items.toReversed(), total };
}
