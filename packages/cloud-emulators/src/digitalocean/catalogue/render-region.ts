import type { Region } from './regions.js';
import type { Sizes } from './sizes.js';

/** A region with what it sells; one that takes no droplets sells nothing. */
export function renderRegion(region: Region, sizes: Sizes) {
  return {
    name: region.name,
    slug: region.slug,
    features: region.features,
    available: region.available,
    sizes: region.available ? sizes.inRegion(region.slug).map(({ slug }) => slug) : [],
  };
}
