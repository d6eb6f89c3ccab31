import { resourceErrors } from '../errors/resource-errors.js';
import { isResourceId } from '../errors/resource-kinds.js';
import type { Instance } from './instance.js';
import type { InstanceStore } from './instance-store.js';

/**
 * The instances that a request names, each once, in its order.
 *
 * @param asOf as of when they must exist
 * @throws ApiError InvalidInstanceID.Malformed, or InvalidInstanceID.NotFound naming all that do not exist
 */
export function findInstances(
  store: InstanceStore,
  ids: readonly string[],
  asOf: number,
): Instance[] {
  const unique = [...new Set(ids)];
  const malformed = unique.find((id) => !isResourceId('instance', id));
  if (malformed !== undefined) throw resourceErrors.malformedId('instance', malformed);
  const found = unique.map((id) => ({ id, instance: store.get(id, asOf) }));
  const missing = found.filter(({ instance }) => instance === undefined).map(({ id }) => id);
  if (missing.length > 0) throw resourceErrors.notFound('instance', missing);
  return found.flatMap(({ instance }) => instance ?? []);
}
