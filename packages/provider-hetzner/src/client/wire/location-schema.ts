import * as v from 'valibot';
import { idSchema } from './field-schemas.js';

export const locationSchema = v.object({
  id: v.optional(idSchema),
  name: v.string(),
  description: v.optional(v.string(), ''),
  country: v.optional(v.string(), ''),
  city: v.optional(v.string(), ''),
  latitude: v.optional(v.number()),
  longitude: v.optional(v.number()),
  network_zone: v.optional(v.string()),
});

export type WireLocation = v.InferOutput<typeof locationSchema>;
