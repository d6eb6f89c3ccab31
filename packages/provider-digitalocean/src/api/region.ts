import * as v from 'valibot';
import { linksSchema, toPage } from './page.js';

/** A region of the catalogue. */
const regionSchema = v.object({
  slug: v.string(),
  /** Whether droplets can be created in it. */
  available: v.boolean(),
});

export type Region = v.InferOutput<typeof regionSchema>;

export const regionPageSchema = v.pipe(
  v.object({ regions: v.array(regionSchema), links: linksSchema }),
  v.transform(({ regions, links }) => toPage(regions, links)),
);
