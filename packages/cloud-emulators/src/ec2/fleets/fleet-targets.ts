import type { Market } from '../../machines/capacity.js';
import type { FleetRequest } from './fleet-request.js';

/** How much capacity of each market a fleet is to have; what no field names goes to the default market. */
export function fleetTargets({
  TargetCapacitySpecification: target,
}: FleetRequest): ReadonlyMap<Market, number> {
  const { TotalTargetCapacity: total, DefaultTargetCapacityType: other } = target;
  const spot = target.SpotTargetCapacity ?? 0;
  const onDemand = target.OnDemandTargetCapacity ?? 0;
  const rest = total - spot - onDemand;
  return new Map<Market, number>([
    ['on-demand', onDemand + (other === 'on-demand' ? rest : 0)],
    ['spot', spot + (other === 'spot' ? rest : 0)],
  ]);
}
