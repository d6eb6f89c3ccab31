import type { Zone } from '../catalogue/regions.js';
import { resourceErrors } from '../errors/resource-errors.js';
import { type FilterTable, filterList, matchesAll, readFilters } from '../filters/filters.js';
import { flag, listOf, nonEmptyText, optional } from '../protocol/parameter-schemas.js';
import { defineOperation } from './operation.js';

export const describeAvailabilityZones = defineOperation({
  action: 'DescribeAvailabilityZones',
  parameters: {
    AllAvailabilityZones: optional(flag),
    Filter: filterList,
    ZoneId: optional(listOf(nonEmptyText)),
    ZoneName: optional(listOf(nonEmptyText)),
  },
  prepare(request, { region: { region, zones }, context: { clock } }) {
    const { ZoneName: names, ZoneId: ids } = request;
    const unknown = [
      ...(names ?? []).filter((name) => !zones.some((zone) => zone.name === name)),
      ...(ids ?? []).filter((id) => !zones.some((zone) => zone.id === id)),
    ];
    if (unknown.length > 0) throw resourceErrors.zoneNotFound(unknown);
    const filters: FilterTable<Zone> = {
      values: {
        'group-name': () => `${region.name}-zg-1`,
        'opt-in-status': () => 'opt-in-not-required',
        'region-name': () => region.name,
        state: () => 'available',
        'zone-id': ({ id }) => id,
        'zone-name': ({ name }) => name,
        'zone-type': () => 'availability-zone',
      },
    };
    const given = readFilters(request.Filter, filters);
    const shown = zones.filter(
      (zone) =>
        (names ?? [zone.name]).includes(zone.name) &&
        (ids ?? [zone.id]).includes(zone.id) &&
        matchesAll(given, zone, clock.now()),
    );
    return () => ({
      availabilityZoneInfo: shown.map(({ name, id }) => ({
        optInStatus: 'opt-in-not-required',
        messageSet: [],
        regionName: region.name,
        zoneName: name,
        zoneId: id,
        groupName: `${region.name}-zg-1`,
        networkBorderGroup: region.name,
        zoneType: 'availability-zone',
        zoneState: 'available',
      })),
    });
  },
});
