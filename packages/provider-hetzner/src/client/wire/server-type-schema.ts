import * as v from 'valibot';
import { idSchema, nullable, timeSchema } from './field-schemas.js';

/** Decimal texts. */
const priceSchema = v.object({ net: v.string(), gross: v.string() });

export const serverTypeSchema = v.object({
  id: idSchema,
  name: v.string(),
  description: v.optional(v.string(), ''),
  cores: v.optional(v.number(), 0),
  memory: v.optional(v.number(), 0),
  disk: v.optional(v.number(), 0),
  storage_type: v.optional(v.string(), ''),
  architecture: v.optional(v.string(), 'x86'),
  prices: v.optional(
    v.array(
      v.object({ location: v.string(), price_hourly: priceSchema, price_monthly: priceSchema }),
    ),
    [],
  ),
  locations: v.optional(
    v.array(
      v.object({
        name: v.string(),
        deprecation: nullable(v.object({ announced: timeSchema, unavailable_after: timeSchema })),
        available: v.optional(v.boolean(), true),
        recommended: v.optional(v.boolean(), false),
      }),
    ),
    [],
  ),
});

export type WireServerType = v.InferOutput<typeof serverTypeSchema>;
