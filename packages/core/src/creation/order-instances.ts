import type { ManagedInstance } from './managed-instance.js';

/** The earlier launch first; of launches at the same time the lower id: the one that keeps the key when several have it. */
export function orderInstances(instances: readonly ManagedInstance[]): ManagedInstance[] {
  return [...instances].sort(
    (a, b) => launchTime(a) - launchTime(b) || compareIds(a.instanceId, b.instanceId),
  );
}

function launchTime({ launchedAt }: ManagedInstance): number {
  return launchedAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

/** Ids that are numbers are counted up by their clouds, so they are compared as numbers. */
function compareIds(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b) && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : 1;
}
