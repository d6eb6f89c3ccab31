import * as v from 'valibot';
import { linksSchema, toPage } from './page.js';

const addressSchema = v.object({ ip_address: v.string(), type: v.string() });

/** A droplet as the API shows it, as far as it is of use here. */
const dropletSchema = v.object({
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  name: v.string(),
  // The API's own description gives `off` as a boolean, by an oddity of YAML.
  status: v.pipe(
    v.union([v.string(), v.literal(false)]),
    v.transform((status) => (status === false ? 'off' : status)),
  ),
  locked: v.nullish(v.boolean(), false),
  created_at: v.nullish(v.string()),
  size_slug: v.string(),
  size: v.nullish(v.object({ price_hourly: v.nullish(v.number()) })),
  region: v.object({ slug: v.string() }),
  networks: v.nullish(v.object({ v4: v.nullish(v.array(addressSchema), []) })),
  tags: v.nullish(v.array(v.string()), []),
});

export type Droplet = v.InferOutput<typeof dropletSchema>;

export const oneDropletSchema = v.object({ droplet: dropletSchema });

/** The answer to a creation, with the action that it began. */
export const createdDropletSchema = v.object({
  droplet: dropletSchema,
  links: v.nullish(
    v.object({ actions: v.nullish(v.array(v.object({ id: v.number(), rel: v.string() })), []) }),
  ),
});

export const dropletPageSchema = v.pipe(
  v.object({ droplets: v.array(dropletSchema), links: linksSchema }),
  v.transform(({ droplets, links }) => toPage(droplets, links)),
);
