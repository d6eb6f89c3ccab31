import { formatPrice } from '../catalogue/spot-prices.js';
import type { Ec2Context } from '../ec2-types.js';
import { launchErrors } from '../errors/launch-errors.js';
import { createInstance } from '../instances/create-instance.js';
import type { Instance } from '../instances/instance.js';
import { terminationOf } from '../instances/instance-phases.js';
import type { Subnet } from '../network/region-network.js';
import type { RegionState } from '../state/region-state.js';
import { type Tags, withTags } from '../tags/tags.js';
import type { LaunchPlan } from './plan-launch.js';

/** How many of a plan, and as whose. */
export interface LaunchOrder {
  readonly plan: LaunchPlan;
  readonly minimum: number;
  readonly maximum: number;
  readonly clientToken: string;
  readonly terminationProtected: boolean;
  /** Tags that EC2 adds to those of the plan. */
  readonly ownTags: Tags;
}

/**
 * Launches as many as there is room for, at least the minimum, all in one zone and one reservation.
 *
 * @throws ApiError when quota, price or capacity do not suffice for the minimum; nothing is launched then
 */
export function launchInstances(
  order: LaunchOrder,
  region: RegionState,
  context: Ec2Context,
): Instance[] {
  const { plan, maximum } = order;
  if (plan.market === 'spot' && !context.permissions.allows('iam:CreateServiceLinkedRole')) {
    throw launchErrors.spotRoleMissing();
  }
  const allowed = Math.min(maximum, quotaLeft(order, region, context));
  const { subnet, count } = findRoom(order, allowed, region, context);
  context.capacity.take(poolOf(plan, subnet, region), count);
  const reservationId = `r-${region.random.hex(17)}`;
  return Array.from({ length: count }, (_, launchIndex) => {
    const instance = createInstance(
      {
        reservationId,
        launchIndex,
        configuration: plan.configure(subnet),
        clientToken: order.clientToken,
        terminationProtected: order.terminationProtected,
        tags: withTags(plan.tags, order.ownTags),
      },
      region,
      context,
    );
    region.instances.add(instance);
    context.meter.start({
      id: instance.id,
      type: plan.type.name,
      region: region.region.name,
      name: plan.tags.get('Name'),
      tags: Object.fromEntries(instance.tags.current),
    });
    const endsAt = terminationOf(instance.phases.current);
    if (endsAt !== undefined) context.meter.end(instance.id, endsAt);
    return instance;
  });
}

function poolOf({ type, market }: LaunchPlan, { zone }: Subnet, { region }: RegionState) {
  return { type: type.name, region: region.name, zone: zone.name, market };
}

/** How many more the account may have, never less than the minimum asked for. */
function quotaLeft({ plan, minimum }: LaunchOrder, region: RegionState, { quotas }: Ec2Context) {
  const { usage } = region.instances;
  const { type, market } = plan;
  const vcpuQuota = market === 'spot' ? 'spotVcpus' : 'onDemandVcpus';
  const byVcpus = Math.floor((quotas.limit(vcpuQuota) - usage.vcpus[market]) / type.vcpus);
  if (byVcpus < minimum) {
    throw market === 'spot'
      ? launchErrors.spotCountExceeded()
      : launchErrors.vcpuLimitExceeded(quotas.limit(vcpuQuota));
  }
  const byCount = quotas.limit('instances') - usage.instances;
  if (byCount < minimum) {
    throw launchErrors.instanceLimitExceeded(quotas.limit('instances'), type.name);
  }
  return Math.min(byVcpus, byCount);
}

function findRoom(
  { plan, minimum }: LaunchOrder,
  maximum: number,
  region: RegionState,
  { capacity }: Ec2Context,
) {
  const first = region.random.integer(0, plan.subnets.length - 1);
  const subnets = [...plan.subnets.slice(first), ...plan.subnets.slice(0, first)];
  let refusal: Error | undefined;
  for (const subnet of subnets) {
    const tooDear = priceRefusal(plan, subnet, region);
    const left = capacity.available(poolOf(plan, subnet, region));
    if (!tooDear && left >= minimum) return { subnet, count: Math.min(maximum, left) };
    refusal ??=
      tooDear ?? launchErrors.insufficientCapacity(plan.type.name, subnet.zone.name, plan.market);
  }
  throw refusal ?? launchErrors.unsupported();
}

function priceRefusal(
  { type, market, maxPrice }: LaunchPlan,
  { zone }: Subnet,
  region: RegionState,
) {
  if (market !== 'spot' || maxPrice === undefined) return undefined;
  const price = region.market.spotPrice(type, zone);
  return price > Number(maxPrice)
    ? launchErrors.spotMaxPriceTooLow(maxPrice, formatPrice(price))
    : undefined;
}
