import { unprocessable } from '../api-errors.js';
import type { Image, Images } from '../catalogue/images.js';
import type { Region, Regions } from '../catalogue/regions.js';
import type { Size, Sizes } from '../catalogue/sizes.js';
import { type DropletRequest, invalid } from './read-droplet-request.js';

/** What a droplet is made of and where it can be made. */
export interface Places {
  readonly size: Size;
  readonly image: Image;
  /** At least one. More where the request leaves a choice. */
  readonly regions: readonly Region[];
}

/** The answer when a region does not sell a size, or has none left. */
export const notInThisRegion = () => unprocessable('Size is not available in this region.');

/** @throws ApiError 422 when size, image and region do not exist or do not go together */
export function findPlaces(
  request: Pick<DropletRequest, 'size' | 'image' | 'region'>,
  catalogue: { readonly sizes: Sizes; readonly images: Images; readonly regions: Regions },
): Places {
  const size = catalogue.sizes.get(request.size);
  if (size === undefined) throw invalid('size');
  const image = catalogue.images.find(request.image);
  if (image?.status !== 'available') throw invalid('image');
  const wanted = wantedRegions(request.region, catalogue.regions);
  if (wanted.length === 0) throw invalid('region');
  const open = wanted.filter(({ available }) => available);
  if (open.length === 0) throw unprocessable('Region is not available');

  if (size.restricted) throw unprocessable('size is currently restricted');
  if (!size.available) throw unprocessable('size is unavailable');
  const selling = open.filter(({ slug }) => size.regions.includes(slug));
  if (selling.length === 0) throw notInThisRegion();
  const regions = selling.filter(({ slug }) => image.regions.includes(slug));
  if (regions.length === 0) {
    throw unprocessable('The image you specified is not available in the selected region.');
  }
  if (image.minDiskSize > size.disk) {
    throw unprocessable('The image you specified does not fit on the disk of the selected size.');
  }
  return { size, image, regions };
}

/** Without a name all of them; `nyc` stands for `nyc1`, `nyc2` and `nyc3`. */
function wantedRegions(name: string | undefined, regions: Regions): Region[] {
  if (name === undefined) return regions.all();
  const region = regions.get(name);
  if (region) return [region];
  return /^[a-z]+$/.test(name)
    ? regions.all().filter(({ slug }) => /^([a-z]+)\d+$/.exec(slug)?.[1] === name)
    : [];
}
