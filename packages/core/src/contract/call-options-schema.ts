import * as v from 'valibot';
import { strictFields } from '../validation/schemas.js';

export const callOptionsSchema = v.optional(
  strictFields({
    signal: v.optional(v.instance(AbortSignal, 'must be an AbortSignal')),
  }),
);
