import type { ManagedInstance } from './managed-instance.js';

/** Whether a creation may return the machine: it is pending or running, and its lease is not over. */
export function isUsable(
  { state, expiresAt }: Pick<ManagedInstance, 'state' | 'expiresAt'>,
  now: number,
): boolean {
  const lives = state === 'pending' || state === 'running';
  return lives && (expiresAt === undefined || expiresAt.getTime() > now);
}
