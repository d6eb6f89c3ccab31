import * as v from 'valibot';
import { linksSchema, toPage } from './page.js';

/** A tag of the account. */
const tagSchema = v.object({
  name: v.string(),
  /** What carries it, as far as the token may see that. */
  resources: v.object({ count: v.number() }),
});

export type Tag = v.InferOutput<typeof tagSchema>;

export const tagPageSchema = v.pipe(
  v.object({ tags: v.array(tagSchema), links: linksSchema }),
  v.transform(({ tags, links }) => toPage(tags, links)),
);
