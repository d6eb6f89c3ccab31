import * as v from 'valibot';
import { linksSchema, toPage } from './page.js';

/** Something that the cloud does with a droplet: its creation, its end, a power event. */
const actionSchema = v.object({
  id: v.number(),
  /** `in-progress`, `completed` or `errored`. */
  status: v.string(),
  type: v.string(),
});

export type Action = v.InferOutput<typeof actionSchema>;

export const oneActionSchema = v.object({ action: actionSchema });

export const actionPageSchema = v.pipe(
  v.object({ actions: v.array(actionSchema), links: linksSchema }),
  v.transform(({ actions, links }) => toPage(actions, links)),
);
