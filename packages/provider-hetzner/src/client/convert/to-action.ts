import type { HetznerAction } from '../resources/action.js';
import type { WireAction } from '../wire/action-schema.js';
import { toDate } from './to-date.js';

export function toAction({ started, finished, ...wire }: WireAction): HetznerAction {
  return { ...wire, started: toDate(started), finished: toDate(finished) };
}
