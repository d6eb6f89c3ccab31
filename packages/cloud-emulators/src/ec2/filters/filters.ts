import type * as v from 'valibot';
import { requestErrors } from '../errors/request-errors.js';
import { listOf, nonEmptyText, optional, structure, text } from '../protocol/parameter-schemas.js';
import type { Tags } from '../tags/tags.js';
import { hasWildcard, matchesWildcard } from './wildcard.js';

/** `Filter.1.Name`, `Filter.1.Value.1`, … */
export const filterList = optional(
  listOf(structure({ Name: nonEmptyText, Value: optional(listOf(text)) })),
);

type GivenFilters = v.InferOutput<typeof filterList>;

/** What one filter compares: none, one or several texts of an item, at a time. */
type FilterValue = string | number | boolean | readonly string[] | undefined;

/** The filters of one action by name. */
export interface FilterTable<Item> {
  readonly values: Readonly<Record<string, (item: Item, asOf: number) => FilterValue>>;
  /** Allows `tag:<key>` and `tag-key`. */
  readonly tags?: (item: Item, asOf: number) => Tags;
}

/** A filter of a request, ready to be tried. */
export interface Filter<Item> {
  readonly name: string;
  /** The values when none has a wildcard. */
  readonly exactValues: readonly string[] | undefined;
  matches(item: Item, asOf: number): boolean;
}

const MAXIMUM_VALUES = 200;

/**
 * Reads the filters of a request.
 *
 * @throws ApiError InvalidParameterValue for a filter that is not in the table or has no value, FilterLimitExceeded
 */
export function readFilters<Item>(given: GivenFilters, table: FilterTable<Item>): Filter<Item>[] {
  const filters = given ?? [];
  const total = filters.reduce((sum, { Value = [] }) => sum + Value.length, 0);
  if (total > MAXIMUM_VALUES) throw requestErrors.filterLimitExceeded();
  return filters.map(({ Name: name, Value: wanted = [] }) => {
    const read = findFilter(name, table);
    if (read === undefined || wanted.length === 0) throw requestErrors.invalidFilter(name);
    const exact = new Set(wanted.filter((value) => !hasWildcard(value)));
    const patterns = wanted.filter(hasWildcard);
    const fits = (value: string) =>
      exact.has(value) || patterns.some((pattern) => matchesWildcard(pattern, value));
    return {
      name,
      exactValues: patterns.length === 0 ? [...exact] : undefined,
      matches: (item, asOf) => textsOf(read(item, asOf)).some(fits),
    };
  });
}

/** Whether an item fits all filters. */
export function matchesAll<Item>(
  filters: readonly Filter<Item>[],
  item: Item,
  asOf: number,
): boolean {
  return filters.every((filter) => filter.matches(item, asOf));
}

function findFilter<Item>(
  name: string,
  { values, tags }: FilterTable<Item>,
): ((item: Item, asOf: number) => FilterValue) | undefined {
  if (Object.hasOwn(values, name)) return values[name];
  if (tags === undefined) return undefined;
  if (name === 'tag-key') return (item, asOf) => [...tags(item, asOf).keys()];
  if (!name.startsWith('tag:')) return undefined;
  const key = name.slice('tag:'.length);
  return (item, asOf) => tags(item, asOf).get(key);
}

function textsOf(value: FilterValue): readonly string[] {
  if (value === undefined) return [];
  if (typeof value === 'object') return value;
  return [String(value)];
}
