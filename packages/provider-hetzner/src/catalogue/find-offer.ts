import type { HetznerServerType } from '../client/resources/server-type.js';

/** What one location offers of a server type. */
export interface ServerTypeOffer {
  /** Whether it is in stock, as far as Hetzner says so. */
  readonly available: boolean;
  /** From when it cannot be had any more, where its end was announced. */
  readonly unavailableAfter?: Date;
  /** Without VAT, in the currency of the account. */
  readonly hourlyPrice?: number;
}

/**
 * What a location offers of a server type: `undefined` when it does not sell it, or no more. The type's own
 * `deprecated` and `deprecation` are not looked at, because Hetzner has deprecated them in favour of the locations'.
 */
export function findOffer(
  serverType: HetznerServerType,
  location: string,
  now: number,
): ServerTypeOffer | undefined {
  const sold = serverType.locations.find(({ name }) => name === location);
  if (sold === undefined) return undefined;
  const unavailableAfter = sold.deprecation?.unavailableAfter;
  if (unavailableAfter !== undefined && unavailableAfter.getTime() <= now) return undefined;
  const price = serverType.prices.find((priced) => priced.location === location);
  return {
    available: sold.available,
    ...(unavailableAfter === undefined ? {} : { unavailableAfter }),
    ...(price === undefined ? {} : { hourlyPrice: price.priceHourly.net }),
  };
}
