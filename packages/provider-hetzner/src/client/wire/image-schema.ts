import * as v from 'valibot';
import { idSchema, labelsSchema, nullable, timeSchema } from './field-schemas.js';

export const imageSchema = v.object({
  id: idSchema,
  type: v.string(),
  status: v.string(),
  name: nullable(v.string()),
  description: v.optional(v.string(), ''),
  image_size: nullable(v.number()),
  disk_size: v.optional(v.number(), 0),
  created: nullable(timeSchema),
  os_flavor: v.optional(v.string(), ''),
  os_version: nullable(v.string()),
  architecture: v.optional(v.string(), 'x86'),
  deprecated: nullable(timeSchema),
  labels: labelsSchema,
});

export type WireImage = v.InferOutput<typeof imageSchema>;
