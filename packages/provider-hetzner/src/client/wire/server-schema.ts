import * as v from 'valibot';
import { idSchema, labelsSchema, nullable, timeSchema } from './field-schemas.js';
import { imageSchema } from './image-schema.js';
import { locationSchema } from './location-schema.js';
import { serverTypeSchema } from './server-type-schema.js';

const addressSchema = nullable(
  v.object({ id: nullable(idSchema), ip: v.string(), blocked: v.optional(v.boolean(), false) }),
);

/** Fields that are missing in old and in abridged answers have defaults; `root_password` is never read. */
export const serverSchema = v.object({
  id: idSchema,
  name: v.string(),
  status: v.string(),
  created: timeSchema,
  public_net: v.optional(v.object({ ipv4: addressSchema, ipv6: addressSchema }), {
    ipv4: null,
    ipv6: null,
  }),
  private_net: v.optional(v.array(v.object({ network: nullable(idSchema), ip: v.string() })), []),
  server_type: serverTypeSchema,
  location: nullable(locationSchema),
  image: nullable(imageSchema),
  locked: v.optional(v.boolean(), false),
  protection: v.optional(
    v.object({
      delete: v.optional(v.boolean(), false),
      rebuild: v.optional(v.boolean(), false),
    }),
    {},
  ),
  labels: labelsSchema,
});

export type WireServer = v.InferOutput<typeof serverSchema>;
