import type { Images } from '../catalogue/images.js';
import type { Droplet } from '../droplets/droplet.js';
import type { Droplets } from '../droplets/droplets.js';
import type { Tag } from './tags.js';

export type TagChange = 'tag' | 'untag';

/** Puts a tag on a droplet or takes it off. What is so already stays so. */
export function setTagOnDroplet(
  droplets: Droplets,
  droplet: Droplet,
  tag: Tag,
  change: TagChange,
): void {
  if (change === 'tag') tag.taggedDroplets.push(droplet.id);
  droplets.setTags(droplet, changed(droplet.tags.current, tag.name, change));
}

/** Puts a tag on an image or takes it off. What is so already stays so. */
export function setTagOnImage(images: Images, imageId: number, tag: Tag, change: TagChange): void {
  if (change === 'tag') tag.taggedImages.push(imageId);
  const tags = images.get(imageId)?.tags ?? [];
  images.set(imageId, { tags: changed(tags, tag.name, change) });
}

function changed(tags: readonly string[], name: string, change: TagChange): string[] {
  const others = tags.filter((tag) => tag !== name);
  return change === 'tag' ? [...others, name] : others;
}
