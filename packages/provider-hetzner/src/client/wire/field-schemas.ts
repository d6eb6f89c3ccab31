import * as v from 'valibot';

/** A number that Hetzner counts its resources by: up to 2^53-1. */
export const idSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** RFC 3339. */
export const timeSchema = v.pipe(
  v.string(),
  v.check((text) => Number.isFinite(Date.parse(text)), 'is no time'),
);

/**
 * Labels. An array was seen for none, `null` is taken for none, and a label may be called `__proto__`, which a
 * record of valibot drops.
 */
export const labelsSchema = v.pipe(
  v.optional(v.unknown(), {}),
  v.transform((labels): Record<string, string> => {
    if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return {};
    const entries: [string, unknown][] = Object.entries(labels);
    return Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }),
);

/** A key of a wire object that may be missing, null, or there. */
export const nullable = <const Schema extends v.GenericSchema>(schema: Schema) =>
  v.nullish(schema, null);
