import { requestErrors } from '../errors/request-errors.js';
import { type FilterTable, filterList, matchesAll, readFilters } from '../filters/filters.js';
import { oneOf, optional } from '../protocol/parameter-schemas.js';
import { defineOperation } from './operation.js';
import { pageParameters, positions, takePage } from './pages.js';

interface Offering {
  readonly instanceType: string;
  readonly location: string;
}

const filters: FilterTable<Offering> = {
  values: {
    'instance-type': ({ instanceType }) => instanceType,
    location: ({ location }) => location,
  },
};

/** Which types are sold where, whatever is left of them. */
export const describeInstanceTypeOfferings = defineOperation({
  action: 'DescribeInstanceTypeOfferings',
  parameters: {
    Filter: filterList,
    LocationType: optional(
      oneOf(['region', 'availability-zone', 'availability-zone-id', 'outpost']),
    ),
    ...pageParameters(),
  },
  prepare(request, { region: { region, zones, market }, context: { clock } }) {
    const { LocationType: locationType = 'region' } = request;
    if (locationType === 'outpost') throw requestErrors.notEmulated('The location type outpost');
    const given = readFilters(request.Filter, filters);
    const locations =
      locationType === 'region'
        ? [{ location: region.name, zones }]
        : zones.map((zone) => ({
            location: locationType === 'availability-zone' ? zone.name : zone.id,
            zones: [zone],
          }));
    const offerings = locations.flatMap(({ location, zones: within }) =>
      market.typesIn(within).map(({ name }): Offering => ({ instanceType: name, location })),
    );
    const fitting = offerings.filter((offering) => matchesAll(given, offering, clock.now()));
    const { items, nextToken } = takePage('DescribeInstanceTypeOfferings', request, (after) =>
      positions(fitting, after),
    );
    return () => ({
      instanceTypeOfferingSet: items.map((offering) => ({ ...offering, locationType })),
      nextToken,
    });
  },
});
