import type { RecordedRequest } from '@stagely/cloud-emulators';
import type { CallRequest } from './matrix-case.js';

/** Says of each request which of its operation it is. */
export function toCallRequests(requests: readonly RecordedRequest[]): readonly CallRequest[] {
  const counts = new Map<string, number>();
  return requests.map(({ operation = 'unknown' }, index) => {
    const nth = (counts.get(operation) ?? 0) + 1;
    counts.set(operation, nth);
    return { position: index + 1, operation, nth };
  });
}
