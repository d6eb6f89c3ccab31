import type { Inventory } from '../inventory.js';
import type { Tag } from './tags.js';

/** A tag with what it is on. Droplets and images count only for those who may read them. */
export function renderTag(
  tag: Tag,
  { droplets, images }: Inventory,
  { origin, show }: { origin: string; show: (scope: string) => boolean },
) {
  const lastDroplet = show('droplet:read')
    ? lastOf(tag.taggedDroplets, (id) => droplets.store.get(id)?.tags.current.includes(tag.name))
    : undefined;
  const lastImage = show('image:read')
    ? lastOf(tag.taggedImages, (id) => images.get(id)?.tags.includes(tag.name))
    : undefined;
  const dropletCount = show('droplet:read') ? droplets.store.count({ tag: tag.name }) : 0;
  const imageCount = show('image:read') ? images.tagged(tag.name).length : 0;
  const dropletUri = lastDroplet === undefined ? undefined : `${origin}/v2/droplets/${lastDroplet}`;
  const imageUri = lastImage === undefined ? undefined : `${origin}/v2/images/${lastImage}`;
  return {
    name: tag.name,
    resources: {
      ...statistics(dropletCount + imageCount, dropletUri ?? imageUri),
      droplets: statistics(dropletCount, dropletUri),
      images: statistics(imageCount, imageUri),
      volumes: statistics(0),
      volume_snapshots: statistics(0),
      databases: statistics(0),
    },
  };
}

function statistics(count: number, uri?: string) {
  return { count, ...(uri !== undefined && { last_tagged_uri: uri }) };
}

/** The last id that still holds; those behind it that no longer do are forgotten. */
function lastOf(ids: number[], holds: (id: number) => boolean | undefined): number | undefined {
  for (;;) {
    const id = ids.at(-1);
    if (id === undefined || holds(id)) return id;
    ids.pop();
  }
}
