import type { TestedCloud } from './clouds/tested-cloud.js';

/** The ids of the machines that live by the cloud's own books. */
export function liveIn(cloud: TestedCloud): string[] {
  return cloud
    .machines()
    .filter(({ live }) => live)
    .map(({ id }) => id);
}
