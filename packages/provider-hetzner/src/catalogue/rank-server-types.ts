import type { HetznerServerType } from '../client/resources/server-type.js';
import { findOffer } from './find-offer.js';

/** What a server type must be. */
export interface ServerTypeNeed {
  /** The names that will do, the first choice first. */
  readonly candidates: readonly string[];
  readonly architecture: 'x86' | 'arm';
  readonly location: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The candidates that a location sells, in their order; those out of stock come last, because what Hetzner says of
 * its stock is not always so.
 */
export function rankServerTypes(
  serverTypes: readonly HetznerServerType[],
  { candidates, architecture, location, now }: ServerTypeNeed,
): string[] {
  const sold = candidates.flatMap((candidate) => {
    const serverType = serverTypes.find(
      (each) => each.name === candidate && each.architecture === architecture,
    );
    const offer = serverType && findOffer(serverType, location, now);
    return offer === undefined ? [] : [{ candidate, available: offer.available }];
  });
  return [
    ...sold.filter(({ available }) => available),
    ...sold.filter(({ available }) => !available),
  ].map(({ candidate }) => candidate);
}
