import * as v from 'valibot';
import { idSchema, labelsSchema } from './field-schemas.js';

export const sshKeySchema = v.object({
  id: idSchema,
  name: v.string(),
  fingerprint: v.string(),
  public_key: v.string(),
  labels: labelsSchema,
});

export type WireSSHKey = v.InferOutput<typeof sshKeySchema>;
