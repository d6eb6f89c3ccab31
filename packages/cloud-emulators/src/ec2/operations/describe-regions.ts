import { endpointOf, findRegion, type Region, regions } from '../catalogue/regions.js';
import { resourceErrors } from '../errors/resource-errors.js';
import { type FilterTable, filterList, matchesAll, readFilters } from '../filters/filters.js';
import { flag, listOf, nonEmptyText, optional } from '../protocol/parameter-schemas.js';
import { defineOperation } from './operation.js';

const optInStatus = ({ optIn }: Region) => (optIn ? 'not-opted-in' : 'opt-in-not-required');

const filters: FilterTable<Region> = {
  values: {
    endpoint: endpointOf,
    'opt-in-status': optInStatus,
    'region-name': ({ name }) => name,
  },
};

export const describeRegions = defineOperation({
  action: 'DescribeRegions',
  parameters: {
    AllRegions: optional(flag),
    Filter: filterList,
    RegionName: optional(listOf(nonEmptyText)),
  },
  prepare(request, { context: { clock } }) {
    const names = request.RegionName;
    const unknown = (names ?? []).filter((name) => findRegion(name) === undefined);
    if (unknown.length > 0) throw resourceErrors.regionNotFound(unknown);
    const given = readFilters(request.Filter, filters);
    const shown = regions.filter(
      (region) =>
        (names ? names.includes(region.name) : request.AllRegions || !region.optIn) &&
        matchesAll(given, region, clock.now()),
    );
    return () => ({
      regionInfo: shown.map((region) => ({
        regionName: region.name,
        regionEndpoint: endpointOf(region),
        optInStatus: optInStatus(region),
      })),
    });
  },
});
