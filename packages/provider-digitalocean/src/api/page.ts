import * as v from 'valibot';

/** Where a list stands among its pages; all of it may be missing where everything fits on one. */
export const linksSchema = v.nullish(
  v.object({ pages: v.nullish(v.object({ next: v.nullish(v.string()) })) }),
);

/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Whether there is another page after it. */
  readonly hasNext: boolean;
}

/** The largest that the API gives. */
export const PAGE_SIZE = 200;

export function toPage<Item>(
  items: readonly Item[],
  links: v.InferOutput<typeof linksSchema>,
): Page<Item> {
  return { items, hasNext: typeof links?.pages?.next === 'string' };
}
