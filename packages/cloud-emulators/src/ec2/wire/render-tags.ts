import type { XmlFields } from '../protocol/render-xml.js';
import type { Tags } from '../tags/tags.js';

export function renderTags(tags: Tags): XmlFields[] {
  return Array.from(tags, ([key, value]) => ({ key, value }));
}

/** A list that is left out when it is empty, as EC2 leaves out some. */
export function unlessEmpty<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}
