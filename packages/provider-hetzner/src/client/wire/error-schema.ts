import * as v from 'valibot';

/** The body of every error of the API. */
export const errorSchema = v.object({
  error: v.object({
    code: v.string(),
    message: v.optional(v.string(), ''),
    details: v.optional(v.unknown()),
  }),
});
