import * as v from 'valibot';
import { idSchema, nullable, timeSchema } from './field-schemas.js';

export const actionSchema = v.object({
  id: idSchema,
  command: v.optional(v.string(), ''),
  status: v.string(),
  progress: v.optional(v.number(), 0),
  started: nullable(timeSchema),
  finished: nullable(timeSchema),
  resources: v.optional(v.array(v.object({ id: idSchema, type: v.string() })), []),
  error: nullable(v.object({ code: v.string(), message: v.optional(v.string(), '') })),
});

export type WireAction = v.InferOutput<typeof actionSchema>;
