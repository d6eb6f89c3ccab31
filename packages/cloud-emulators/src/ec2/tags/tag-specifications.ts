import type * as v from 'valibot';
import { requestErrors } from '../errors/request-errors.js';
import { listOf, nonEmptyText, optional, structure, text } from '../protocol/parameter-schemas.js';
import { checkTags } from './check-tags.js';
import { type Tags, withTags } from './tags.js';

/** `Tag.1.Key`, `Tag.1.Value`, … */
export const tagList = listOf(structure({ Key: optional(text), Value: optional(text) }));

/** `TagSpecification.1.ResourceType`, `TagSpecification.1.Tag.1.Key`, … */
export const tagSpecifications = listOf(
  structure({ ResourceType: nonEmptyText, Tag: optional(tagList, {}) }),
);

type TagSpecifications = v.InferOutput<typeof tagSpecifications>;

/**
 * The tags for each type of resource a request makes.
 *
 * @param taggable the resource types that the action can tag on creation
 * @throws ApiError InvalidParameterValue for other types and wrong tags
 */
export function readTagSpecifications<Type extends string>(
  given: TagSpecifications | undefined,
  taggable: readonly Type[],
): ReadonlyMap<Type, Tags> {
  const byType = new Map<Type, Tags>();
  for (const { ResourceType, Tag } of given ?? []) {
    const type = taggable.find((known) => known === ResourceType);
    if (type === undefined) {
      throw requestErrors.invalidParameterValue(
        `'${ResourceType}' is not a valid taggable resource type for this operation.`,
      );
    }
    if (byType.has(type)) {
      throw requestErrors.invalidParameterValue(
        `Tag specifications name the resource type '${type}' twice.`,
      );
    }
    byType.set(type, checkTags(Tag));
  }
  return byType;
}

/** The tags of one type from two sources; of equal keys the second source counts. */
export function mergeTags(first: Tags | undefined, second: Tags | undefined): Tags {
  return withTags(first ?? new Map(), second ?? new Map());
}
