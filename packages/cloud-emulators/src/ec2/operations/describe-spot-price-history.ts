import type { InstanceType } from '../catalogue/instance-types.js';
import type { Zone } from '../catalogue/regions.js';
import { formatPrice } from '../catalogue/spot-prices.js';
import { resourceErrors } from '../errors/resource-errors.js';
import { type FilterTable, filterList, matchesAll, readFilters } from '../filters/filters.js';
import { listOf, nonEmptyText, optional, timestamp } from '../protocol/parameter-schemas.js';
import type { RegionState } from '../state/region-state.js';
import { usageClassesOf } from '../wire/render-instance-type.js';
import { defineOperation } from './operation.js';
import { pageParameters, positions, takePage } from './pages.js';

interface SpotPrice {
  readonly type: InstanceType;
  readonly zone: Zone;
  readonly price: number;
  readonly from: number;
}

/** The emulator's machines all run Linux; EC2 names them so, with or without the VPC. */
const PRODUCT = 'Linux/UNIX';
const products = [PRODUCT, `${PRODUCT} (Amazon VPC)`];
const HISTORY_MS = 90 * 86_400_000;

const filters: FilterTable<SpotPrice> = {
  values: {
    'availability-zone': ({ zone }) => zone.name,
    'availability-zone-id': ({ zone }) => zone.id,
    'instance-type': ({ type }) => type.name,
    'product-description': () => products,
    'spot-price': ({ price }) => formatPrice(price),
    timestamp: ({ from }) => new Date(from).toISOString(),
  },
};

export const describeSpotPriceHistory = defineOperation({
  action: 'DescribeSpotPriceHistory',
  parameters: {
    AvailabilityZone: optional(nonEmptyText),
    AvailabilityZoneId: optional(nonEmptyText),
    EndTime: optional(timestamp),
    Filter: filterList,
    InstanceType: optional(listOf(nonEmptyText)),
    ProductDescription: optional(listOf(nonEmptyText)),
    StartTime: optional(timestamp),
    ...pageParameters(1, 1000),
  },
  prepare(request, { region, context: { clock } }) {
    const now = clock.now();
    const { StartTime: start = now - HISTORY_MS, EndTime: end = now } = request;
    const { InstanceType: types, ProductDescription: wanted } = request;
    const zoneAsked = request.AvailabilityZone ?? request.AvailabilityZoneId;
    const zone = zoneAsked === undefined ? undefined : region.zone(zoneAsked);
    if (zoneAsked !== undefined && zone === undefined) {
      throw resourceErrors.zoneNotFound([zoneAsked]);
    }
    const given = readFilters(request.Filter, filters);
    const hasProduct = (wanted ?? products).some((product) => products.includes(product));
    const shown = !hasProduct
      ? []
      : [...pricesOf(region, zone ? [zone] : region.zones, start, end)].filter(
          (row) =>
            (types ?? [row.type.name]).includes(row.type.name) && matchesAll(given, row, now),
        );
    shown.sort((a, b) => b.from - a.from);
    const { items, nextToken } = takePage('DescribeSpotPriceHistory', request, (after) =>
      positions(shown, after),
    );
    return () => ({
      spotPriceHistorySet: items.map(({ type, zone: { name, id }, price, from }) => ({
        instanceType: type.name,
        productDescription: PRODUCT,
        spotPrice: formatPrice(price),
        timestamp: new Date(from),
        availabilityZone: name,
        availabilityZoneId: id,
      })),
      nextToken,
    });
  },
});

/** The prices that held between two times, those that were older at the first one included. */
function* pricesOf(
  { market }: RegionState,
  zones: readonly Zone[],
  start: number,
  end: number,
): Generator<SpotPrice, void, undefined> {
  for (const zone of zones) {
    for (const type of market.typesIn([zone])) {
      if (!usageClassesOf(type).includes('spot')) continue;
      const changes = market.spotPrices(type, zone);
      for (const [index, change] of changes.entries()) {
        const next = changes[index + 1]?.from ?? Number.POSITIVE_INFINITY;
        if (change.from <= end && next > start) yield { type, zone, ...change };
      }
    }
  }
}
