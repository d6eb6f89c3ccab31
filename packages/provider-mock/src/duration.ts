import * as v from 'valibot';

/** Milliseconds on a clock; `Infinity` for what never comes. */
export const durationSchema = v.pipe(
  v.number('must be a number of milliseconds'),
  v.minValue(0, 'must not be negative'),
);
