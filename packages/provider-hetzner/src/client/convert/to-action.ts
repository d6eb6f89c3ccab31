import type { HetznerAction } from '../resources/action.js';
import type { WireAction } from '../wire/action-schema.js';
import { toDate } from './to-date.js';

/** What went wrong is told in the words of the API, which may repeat what it was sent. */
export function toAction(
  { started, finished, error, ...wire }: WireAction,
  redact: (text: string) => string,
): HetznerAction {
  return {
    ...wire,
    error: error && { code: redact(error.code), message: redact(error.message) },
    started: toDate(started),
    finished: toDate(finished),
  };
}
