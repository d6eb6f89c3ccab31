import * as v from 'valibot';

/** An object that may have no fields but these. */
export function strictFields<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject(entries, ({ expected, input }) =>
    expected === 'never'
      ? 'is not a known field'
      : input === undefined
        ? 'is required'
        : 'must be an object',
  );
}

export function wholeNumber(minimum: number, maximum: number) {
  const upTo = maximum === Number.MAX_SAFE_INTEGER ? 'upwards' : `to ${maximum}`;
  const message = `must be a whole number from ${minimum} ${upTo}`;
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(minimum, message),
    v.maxValue(maximum, message),
  );
}
