import { priceOf } from '../catalogue/prices.js';
import type { Deprecation, ServerType } from '../catalogue/server-types.js';
import type { HetznerAccount } from '../state/account.js';

const TERABYTE = 1024 ** 4;

export function renderServerType({ catalogue }: HetznerAccount, type: ServerType) {
  const { id, name, cores, memory, disk, architecture, cpuType, category, offers } = type;
  const deprecations = Array.from(offers.values(), ({ deprecation }) => deprecation);
  const [everywhere = null] = deprecations.every((each) => each !== null) ? deprecations : [];
  return {
    id,
    name,
    description: name.toUpperCase(),
    cores,
    memory,
    disk,
    deprecated: everywhere !== null,
    deprecation: renderDeprecation(everywhere),
    prices: renderTypePrices(type),
    storage_type: 'local',
    cpu_type: cpuType,
    category,
    architecture,
    locations: catalogue.locations.flatMap((location) => {
      const offer = offers.get(location.name);
      if (offer === undefined) return [];
      const { deprecation, available, recommended } = offer;
      return {
        id: location.id,
        name: location.name,
        deprecation: renderDeprecation(deprecation),
        available,
        recommended,
      };
    }),
  };
}

export function renderTypePrices({ offers }: ServerType) {
  return Array.from(offers, ([location, { priceHourly, priceMonthly }]) => ({
    location,
    price_hourly: priceOf(priceHourly),
    price_monthly: priceOf(priceMonthly),
    included_traffic: includedTraffic(location),
    price_per_tb_traffic: priceOf(location === 'sin' ? 74_000 : 10_000),
  }));
}

/** Bytes a month. */
export function includedTraffic(location: string): number {
  if (location === 'sin') return TERABYTE / 2;
  return location === 'ash' || location === 'hil' ? TERABYTE : 20 * TERABYTE;
}

function renderDeprecation(deprecation: Deprecation | null) {
  if (deprecation === null) return null;
  const { announced, unavailableAfter } = deprecation;
  return { announced, unavailable_after: unavailableAfter };
}
