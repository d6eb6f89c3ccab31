import { requestErrors } from '../errors/request-errors.js';
import { resourceErrors } from '../errors/resource-errors.js';
import { isResourceId, type ResourceKind } from '../errors/resource-kinds.js';
import type { Tags } from '../tags/tags.js';
import type { OperationScope } from './operation.js';

/** Something whose tags can be read and set. */
export interface TaggableResource {
  readonly tags: Tags;
  setTags(tags: Tags): void;
}

const notEmulated = /^(?:ami|eni|eipalloc|fleet|igw|key|rtb|sg|sir|snap|subnet|vol|vpc)-/;

/**
 * Finds what an id stands for.
 *
 * @throws ApiError the not-found and malformed errors of its kind, InvalidID for an id of no kind
 */
export function findTaggable(id: string, { region, context }: OperationScope): TaggableResource {
  const asOf = context.consistency.readTime('get');
  if (id.startsWith('i-')) {
    const instance = region.instances.get(checkId('instance', id), asOf);
    if (instance === undefined) throw resourceErrors.notFound('instance', [id]);
    return {
      tags: instance.tags.current,
      setTags: (tags) => region.instances.setTags(instance, tags),
    };
  }
  if (id.startsWith('lt-')) {
    const template = region.launchTemplates.get(checkId('launchTemplate', id), asOf);
    if (template === undefined) throw resourceErrors.notFound('launchTemplate', [id]);
    return {
      tags: template.tags.current,
      setTags: (tags) => region.launchTemplates.setTags(template, tags),
    };
  }
  if (notEmulated.test(id))
    throw requestErrors.notEmulated(`Tagging ${id.split('-')[0]} resources`);
  throw resourceErrors.invalidId(id);
}

function checkId(kind: ResourceKind, id: string): string {
  if (!isResourceId(kind, id)) throw resourceErrors.malformedId(kind, id);
  return id;
}
