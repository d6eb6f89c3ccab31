import type { HetznerPrice, HetznerServerType } from '../resources/server-type.js';
import type { WireServerType } from '../wire/server-type-schema.js';

export function toServerType(wire: WireServerType): HetznerServerType {
  const { id, name, description, cores, memory, disk, storage_type, architecture } = wire;
  return {
    id,
    name,
    description,
    cores,
    memory,
    disk,
    storageType: storage_type,
    architecture,
    prices: wire.prices.map(({ location, price_hourly, price_monthly }) => ({
      location,
      priceHourly: toPrice(price_hourly),
      priceMonthly: toPrice(price_monthly),
    })),
    locations: wire.locations.map(({ deprecation, ...location }) => ({
      ...location,
      deprecation: deprecation && {
        announced: new Date(deprecation.announced),
        unavailableAfter: new Date(deprecation.unavailable_after),
      },
    })),
  };
}

function toPrice({ net, gross }: { readonly net: string; readonly gross: string }): HetznerPrice {
  return { net: Number(net), gross: Number(gross) };
}
