import type { InstanceFilter, ListedInstance } from '../contract/listed-instance.js';
import { hashIdempotencyKey } from '../plugin/ownership-tags.js';

/** Whether a machine of Stagely's is one that a checked filter asks for. */
export function matchesFilter(instance: ListedInstance, filter: InstanceFilter): boolean {
  const { tags = {}, idempotencyKey, region, includeTerminated = false } = filter;
  return (
    (includeTerminated || instance.state !== 'terminated') &&
    (region === undefined || instance.region === region) &&
    (idempotencyKey === undefined ||
      instance.idempotencyKeyHash === hashIdempotencyKey(idempotencyKey)) &&
    Object.entries(tags).every(
      ([key, value]) => Object.hasOwn(instance.tags, key) && instance.tags[key] === value,
    )
  );
}
