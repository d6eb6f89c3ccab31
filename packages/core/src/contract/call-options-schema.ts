import * as v from 'valibot';
import { abortSignal, strictFields } from '../validation/schemas.js';

export const callOptionsSchema = v.optional(strictFields({ signal: v.optional(abortSignal) }));
