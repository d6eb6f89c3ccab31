import type { IndexedCollection } from '../../storage/indexed-collection.js';
import type { PageRequest } from '../requests/read-page.js';
import type { SortKey } from '../requests/read-sort.js';
import type { ListCriteria } from './list-criteria.js';

/** A value that a field is sorted by. */
export type SortValues<T> = Readonly<Record<string, (item: T) => number | string>>;

/** What to list, of when, and how. */
export interface ListRequest<T> {
  readonly criteria: ListCriteria<T>;
  readonly page: PageRequest;
  readonly sort: readonly SortKey[];
  /** By field. The order of ids is that of the collection. */
  readonly sortValues: SortValues<T>;
  readonly asOf: number;
  readonly now: number;
}

export interface ItemPage<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** A page of a collection. Costs what the page holds, if one key or none decides and nothing has to be sorted. */
export function listPage<Id extends string | number, T>(
  collection: IndexedCollection<Id, T>,
  { criteria, page, sort, sortValues, asOf, now }: ListRequest<T>,
): ItemPage<T> {
  const offset = (page.page - 1) * page.perPage;
  const limit = page.perPage;
  const lagging = asOf < now;
  const [key, ...otherKeys] = lagging ? [] : byCount(collection, criteria.keys);
  const simple = lagging
    ? criteria.keys.length === 0 && criteria.filter === undefined
    : otherKeys.length === 0 && criteria.filter === undefined;
  const [first] = sort;
  const natural = first === undefined || first.field === 'id';

  if (simple && natural) {
    if (!first?.descending) return collection.page({ key, asOf, offset, limit });
    const total = collection.count({ key, asOf });
    const start = Math.max(0, total - offset - limit);
    const held = Math.max(0, total - offset - start);
    const { items } = collection.page({ key, asOf, offset: start, limit: held });
    return { items: items.toReversed(), total };
  }

  const items: T[] = [];
  const condition = key === undefined || otherKeys.length > 0 ? criteria.matches : criteria.filter;
  for (const { item } of collection.scan({ key, asOf })) {
    if (condition === undefined || condition(item)) items.push(item);
  }
  return slicePage(sortItems(items, sort, sortValues), page);
}

/** A page of what is held in an array. */
export function slicePage<T>(items: readonly T[], { page, perPage }: PageRequest): ItemPage<T> {
  const offset = (page - 1) * perPage;
  return { items: items.slice(offset, offset + perPage), total: items.length };
}

/** Sorts by several fields, the first deciding first; without fields as it was. */
export function sortItems<T>(
  items: readonly T[],
  sort: readonly SortKey[],
  values: SortValues<T>,
): readonly T[] {
  if (sort.length === 0) return items;
  return items.toSorted((a, b) => {
    for (const { field, descending } of sort) {
      const valueFor = values[field];
      if (valueFor === undefined) continue;
      const order = compare(valueFor(a), valueFor(b));
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

function compare(a: number | string, b: number | string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The key with the fewest items first. */
function byCount<Id extends string | number, T>(
  collection: IndexedCollection<Id, T>,
  keys: readonly string[],
): readonly string[] {
  return keys.toSorted((a, b) => collection.count({ key: a }) - collection.count({ key: b }));
}
