import * as v from 'valibot';
import { listOf, nonEmptyText } from '../protocol/parameter-schemas.js';

/** `InstanceId.1` to `InstanceId.1000`. */
export const instanceIds = v.pipe(
  listOf(nonEmptyText),
  v.minLength(1),
  v.maxLength(1000, 'Expecting at most 1000 instance IDs'),
);
