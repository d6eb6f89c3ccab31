import type { HetznerLocation } from '../resources/location.js';
import type { WireLocation } from '../wire/location-schema.js';

export function toLocation(wire: WireLocation): HetznerLocation {
  const { id, name, description, country, city, latitude, longitude, network_zone } = wire;
  return {
    ...(id === undefined ? {} : { id }),
    name,
    description,
    country,
    city,
    ...(latitude === undefined ? {} : { latitude }),
    ...(longitude === undefined ? {} : { longitude }),
    ...(network_zone === undefined ? {} : { networkZone: network_zone }),
  };
}
