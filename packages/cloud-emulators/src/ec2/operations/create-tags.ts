import * as v from 'valibot';
import { listOf, nonEmptyText } from '../protocol/parameter-schemas.js';
import { checkTagCount, checkTags } from '../tags/check-tags.js';
import { tagList } from '../tags/tag-specifications.js';
import { withTags } from '../tags/tags.js';
import { defineOperation } from './operation.js';
import { findTaggable } from './taggable-resource.js';

/** `ResourceId.1` to `ResourceId.1000`. */
export const resourceIds = v.pipe(listOf(nonEmptyText), v.minLength(1), v.maxLength(1000));

/** Adds tags to all the resources named, or to none. */
export const createTags = defineOperation({
  action: 'CreateTags',
  parameters: { ResourceId: resourceIds, Tag: tagList },
  prepare(request, scope) {
    const added = checkTags(request.Tag);
    const changes = request.ResourceId.map((id) => {
      const resource = findTaggable(id, scope);
      const tags = withTags(resource.tags, added);
      checkTagCount(tags);
      return () => resource.setTags(tags);
    });
    return () => {
      for (const change of changes) change();
      return { return: true };
    };
  },
});
