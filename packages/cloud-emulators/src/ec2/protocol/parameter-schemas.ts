import * as v from 'valibot';

/** Any text, the empty one included. */
export const text = v.string();

/** A text that is not empty. */
export const nonEmptyText = v.pipe(text, v.minLength(1));

export const flag = v.pipe(
  text,
  v.regex(/^(?:true|false)$/i, 'Expecting true or false'),
  v.transform((given) => given.toLowerCase() === 'true'),
);

/** A whole number from `minimum` to `maximum`. */
export function integer(minimum = 0, maximum = Number.MAX_SAFE_INTEGER) {
  const range = `Expecting a whole number from ${minimum} to ${maximum}`;
  return v.pipe(
    text,
    v.regex(/^-?\d{1,15}$/, range),
    v.transform(Number),
    v.minValue(minimum, range),
    v.maxValue(maximum, range),
  );
}

/** A number from `minimum` upwards. */
export function decimal(minimum = 0) {
  return v.pipe(
    text,
    v.regex(/^\d{1,9}(?:\.\d{1,9})?$/, 'Expecting a number'),
    v.transform(Number),
    v.minValue(minimum, `Expecting a number from ${minimum} upwards`),
  );
}

/** A point in time, as milliseconds since the epoch. */
export const timestamp = v.pipe(
  text,
  v.regex(
    /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/,
    'Expecting a time as YYYY-MM-DDTHH:MM:SSZ',
  ),
  v.transform((given) => Date.parse(given)),
  v.finite('Expecting a time as YYYY-MM-DDTHH:MM:SSZ'),
);

export function oneOf<const Values extends readonly string[]>(values: Values) {
  return v.picklist(values, `Expecting one of ${values.join(', ')}`);
}

/** `Name.1`, `Name.2`, …: in the order of the numbers, gaps allowed. */
export function listOf<const Item extends v.GenericSchema>(item: Item) {
  const index = v.pipe(text, v.regex(/^[1-9]\d{0,5}$/, 'not an index'));
  return v.pipe(
    v.record(index, item),
    v.transform((items): v.InferOutput<Item>[] =>
      Object.entries(items)
        .sort(([a], [b]) => Number(a) - Number(b))
        .map(([, value]) => value),
    ),
  );
}

/** `Name.Field`: an object that may have no fields but these. */
export const structure = v.strictObject;

export const optional = v.optional;
