import { CapacityUnavailableError, type InstanceSize } from '@stagely/core';
import { describeOperation, invalidInput, type Operation } from '@stagely/core/plugin';
import type { Offer } from './catalogue.js';
import { sizeCandidates } from './size-candidates.js';

/** What a droplet is to be like. */
export interface SizeWish {
  readonly size: InstanceSize;
  readonly region: string;
  /** The one size that may be used, where the caller named it. */
  readonly instanceType: string | undefined;
}

/**
 * The sizes to try, the best one first: of the mapping table those that are sold in the region, or all where that is
 * not known. A size that the caller named is left for the creation itself to judge.
 *
 * @throws InvalidInputError when the region takes no droplets
 * @throws CapacityUnavailableError when the region sells none of the sizes
 */
export function resolveSizes(
  wish: SizeWish,
  offer: Offer,
  operation: Operation,
): readonly string[] {
  const { size, region, instanceType } = wish;
  checkRegion(region, offer, operation);
  if (instanceType !== undefined) return [instanceType];
  const candidates = sizeCandidates[size];
  if (offer.sizes === undefined) return candidates;
  const sold = new Set(
    offer.sizes
      .filter(({ available, regions }) => available && regions.includes(region))
      .map(({ slug }) => slug),
  );
  const found = candidates.filter((slug) => sold.has(slug));
  if (found.length > 0) return found;
  throw new CapacityUnavailableError(
    `${describeOperation(operation)} failed: ${region} sells none of the sizes for "${size}" now (${candidates.join(', ')}). Try another region or size, or try again later.`,
    operation,
  );
}

function checkRegion(region: string, { regions }: Offer, operation: Operation): void {
  if (regions === undefined || regions.length === 0) return;
  const open = regions.filter(({ available }) => available).map(({ slug }) => slug);
  if (open.includes(region)) return;
  const known = regions.some(({ slug }) => slug === region);
  throw invalidInput(operation, [
    {
      path: 'spec.region',
      message: `${known ? 'takes no new droplets' : 'is no region of DigitalOcean'}; those that take droplets are ${open.join(', ')}`,
    },
  ]);
}
