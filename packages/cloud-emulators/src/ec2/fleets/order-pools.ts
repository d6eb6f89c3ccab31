import type { Market } from '../../machines/capacity.js';
import type { Ec2Context } from '../ec2-types.js';
import type { RegionState } from '../state/region-state.js';
import type { FleetRequest } from './fleet-request.js';
import type { FleetPool } from './plan-fleet.js';

/** The pools in the order a fleet's allocation strategy tries them; equals stay in the order given. */
export function orderPools(
  pools: readonly FleetPool[],
  market: Market,
  request: FleetRequest,
  { region, context }: { region: RegionState; context: Ec2Context },
): FleetPool[] {
  const strategy =
    (market === 'spot' ? request.SpotOptions : request.OnDemandOptions)?.AllocationStrategy ??
    'lowest-price';
  const price = ({ plan: { type }, subnet }: FleetPool) =>
    market === 'spot' ? region.market.spotPrice(type, subnet.zone) : type.hourlyPrice;
  const room = ({ plan: { type }, subnet }: FleetPool) => {
    const { zone } = subnet;
    const pool = { type: type.name, region: region.region.name, zone: zone.name, market };
    return Math.min(context.capacity.available(pool), Number.MAX_SAFE_INTEGER);
  };
  const priority = ({ candidate }: FleetPool) =>
    candidate.override.Priority ?? Number.MAX_SAFE_INTEGER;

  const measures: ((pool: FleetPool) => number)[] = {
    'lowest-price': [price],
    diversified: [price],
    prioritized: [priority],
    'capacity-optimized': [(pool: FleetPool) => -room(pool)],
    'capacity-optimized-prioritized': [priority, (pool: FleetPool) => -room(pool)],
    // Not the cheapest of all, but the cheapest of those with something left.
    'price-capacity-optimized': [(pool: FleetPool) => (room(pool) > 0 ? 0 : 1), price],
  }[strategy];
  return [...pools].sort((a, b) => {
    const differing = measures.find((measure) => measure(a) !== measure(b));
    return differing ? differing(a) - differing(b) : 0;
  });
}
