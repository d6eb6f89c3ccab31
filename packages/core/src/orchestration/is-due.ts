import { isDate } from 'node:util/types';
import type { InstanceStatus } from '../contract/instance-status.js';

/** Which machines `reapInstances` ends, with every default filled in. */
export interface ReapCriteria {
  readonly olderThanMs: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly minimumAgeMs: number;
}

/** Whether a machine that carries the criteria's tags is to be ended. One of unknown age never is. */
export function isDue(status: InstanceStatus, criteria: ReapCriteria, now: number): boolean {
  const { olderThanMs, tags, minimumAgeMs } = criteria;
  if (status.state === 'terminated') return false;
  const age = now - timeOf(status.launchedAt);
  if (!(age >= minimumAgeMs)) return false;
  if (olderThanMs !== undefined) return age > olderThanMs;
  if (Object.keys(tags).length > 0) return true;
  return timeOf(status.expiresAt) <= now;
}

/** Not a number for what is no date, so that no comparison with it holds. */
function timeOf(date: Date | undefined): number {
  return isDate(date) ? date.getTime() : Number.NaN;
}
