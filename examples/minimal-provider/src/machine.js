import * as v from 'valibot';

/** A machine as the API of Acme Fast describes it; what else an answer holds is ignored. */
export const machineSchema = v.object({
  id: v.string(),
  region: v.string(),
  plan: v.string(),
  status: v.picklist(['starting', 'active', 'stopped']),
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  address: v.nullish(v.string()),
  /** A text of the client's own. */
  reference: v.string(),
  // Not v.record(), which leaves out keys such as __proto__.
  labels: v.pipe(
    v.custom((value) => typeof value === 'object' && value !== null),
    v.transform((labels) =>
      Object.fromEntries(
        Object.entries(Object(labels)).map(([key, label]) => [key, String(label)]),
      ),
    ),
  ),
});

/** @typedef {v.InferOutput<typeof machineSchema>} Machine */
