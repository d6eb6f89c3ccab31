import type { XmlFields } from '../protocol/render-xml.js';
import type { Tags } from '../tags/tags.js';

/** A resource's tags; EC2 leaves the list out when there are none. */
export function renderTags(tags: Tags): XmlFields[] | undefined {
  return tags.size === 0 ? undefined : Array.from(tags, ([key, value]) => ({ key, value }));
}
