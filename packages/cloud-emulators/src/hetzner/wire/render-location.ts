import type { Location } from '../catalogue/locations.js';

export function renderLocation(location: Location) {
  const { id, name, description, country, city, latitude, longitude, networkZone } = location;
  return {
    id,
    name,
    description,
    country,
    city,
    latitude,
    longitude,
    network_zone: networkZone,
  };
}
