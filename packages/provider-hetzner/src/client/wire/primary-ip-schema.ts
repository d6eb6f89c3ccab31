import * as v from 'valibot';
import { idSchema, labelsSchema, nullable, timeSchema } from './field-schemas.js';

export const primaryIPSchema = v.object({
  id: idSchema,
  name: v.string(),
  type: v.string(),
  ip: v.string(),
  created: timeSchema,
  auto_delete: v.boolean(),
  assignee_id: nullable(idSchema),
  labels: labelsSchema,
  protection: v.optional(v.object({ delete: v.optional(v.boolean(), false) }), {}),
});

export type WirePrimaryIP = v.InferOutput<typeof primaryIPSchema>;
