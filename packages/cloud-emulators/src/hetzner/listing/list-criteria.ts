/** What a list is narrowed to. */
export interface ListCriteria<T> {
  /** Keys of the collection that every item on the list has. */
  readonly keys: readonly string[];
  /** What else an item must be, as of the time the list is read for; undefined where the keys say it all. */
  readonly filter: ((item: T) => boolean) | undefined;
  /** The whole condition, for reads that lag: keys are those of now. */
  readonly matches: (item: T) => boolean;
}

/** Adds conditions together. */
export function allOf<T>(criteria: readonly ListCriteria<T>[]): ListCriteria<T> {
  const filters = criteria.flatMap(({ filter }) => filter ?? []);
  return {
    keys: criteria.flatMap(({ keys }) => keys),
    filter: filters.length === 0 ? undefined : (item) => filters.every((filter) => filter(item)),
    matches: (item) => criteria.every(({ matches }) => matches(item)),
  };
}

/** A condition for which the collection has a key. */
export function hasKey<T>(key: string, matches: (item: T) => boolean): ListCriteria<T> {
  return { keys: [key], filter: undefined, matches };
}

/** A condition that has to be tried on each item. */
export function satisfies<T>(matches: (item: T) => boolean): ListCriteria<T> {
  return { keys: [], filter: matches, matches };
}
