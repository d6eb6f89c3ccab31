import { requestErrors } from '../errors/request-errors.js';
import { optional } from '../protocol/parameter-schemas.js';
import { tagList } from '../tags/tag-specifications.js';
import { isReserved } from '../tags/tags.js';
import { resourceIds } from './create-tags.js';
import { defineOperation } from './operation.js';
import { findTaggable } from './taggable-resource.js';

/** Removes tags: those with the value given, with any value where none is given, all where no tag is given. */
export const deleteTags = defineOperation({
  action: 'DeleteTags',
  parameters: { ResourceId: resourceIds, Tag: optional(tagList) },
  prepare(request, scope) {
    const wanted = request.Tag;
    for (const { Key: key = '' } of wanted ?? []) {
      if (isReserved(key)) {
        throw requestErrors.invalidParameterValue(
          `Tag keys starting with 'aws:' are reserved for internal use: ${key}`,
        );
      }
    }
    const isRemoved = (key: string, value: string) =>
      wanted === undefined
        ? !isReserved(key)
        : wanted.some((tag) => tag.Key === key && (tag.Value ?? value) === value);
    const resources = request.ResourceId.map((id) => findTaggable(id, scope));
    return () => {
      for (const { tags, setTags } of resources) {
        setTags(new Map([...tags].filter(([key, value]) => !isRemoved(key, value))));
      }
      return { return: true };
    };
  },
});
