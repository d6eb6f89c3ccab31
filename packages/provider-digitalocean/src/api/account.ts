import * as v from 'valibot';

export const accountSchema = v.object({
  account: v.object({
    /** `active`, `warning` or `locked`. */
    status: v.nullish(v.string(), 'active'),
    status_message: v.nullish(v.string(), ''),
  }),
});

export type Account = v.InferOutput<typeof accountSchema>['account'];
