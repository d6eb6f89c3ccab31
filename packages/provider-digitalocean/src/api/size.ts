import * as v from 'valibot';
import { linksSchema, toPage } from './page.js';

/** A size of the catalogue. */
const sizeSchema = v.object({
  slug: v.string(),
  /** Whether any region sells it. */
  available: v.boolean(),
  /** The regions that sell it. */
  regions: v.array(v.string()),
  /** In US dollars. */
  price_hourly: v.nullish(v.number()),
});

export type Size = v.InferOutput<typeof sizeSchema>;

export const sizePageSchema = v.pipe(
  v.object({ sizes: v.array(sizeSchema), links: linksSchema }),
  v.transform(({ sizes, links }) => toPage(sizes, links)),
);
