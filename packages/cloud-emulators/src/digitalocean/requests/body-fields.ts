import * as v from 'valibot';

/** The types of body fields. Clients send null for what they leave out, so null counts as left out. */
export const text = v.string('must be a string');
export const optionalText = v.nullish(text);
export const optionalBoolean = v.nullish(v.boolean('must be true or false'));
export const optionalTexts = v.nullish(v.array(text, 'must be a list'), []);
/** An id, or a slug or fingerprint. */
export const reference = v.union(
  [v.string(), v.pipe(v.number(), v.safeInteger())],
  'must be a string or an integer',
);
