import { ApiError } from '../../emulator/api-error.js';
import type { Market } from '../../machines/capacity.js';
import type { Ec2Context } from '../ec2-types.js';
import { launchInstances } from '../launching/launch-instances.js';
import { templateTags } from '../launching/template-tags.js';
import type { RegionState } from '../state/region-state.js';
import type { Fleet, FleetCandidate, FleetFailure, FleetLaunch } from './fleet.js';
import type { FleetRequest } from './fleet-request.js';
import { fleetTargets } from './fleet-targets.js';
import { orderPools } from './order-pools.js';
import { type FleetPool, type PlannedCandidate, planCandidate } from './plan-fleet.js';

/** What launching a fleet works with. */
export interface FleetScope {
  readonly region: RegionState;
  readonly context: Ec2Context;
}

/** The plans of a fleet's candidates for one market. */
export interface MarketPlan {
  readonly market: Market;
  readonly target: number;
  readonly planned: readonly PlannedCandidate[];
}

/**
 * Plans what a fleet would try.
 *
 * @throws ApiError SsmAccessDenied; what is wrong with a single candidate becomes one of the fleet's errors
 */
export function planFleet(
  request: FleetRequest,
  candidates: readonly FleetCandidate[],
  scope: FleetScope,
): MarketPlan[] {
  return Array.from(fleetTargets(request), ([market, target]) => ({
    market,
    target,
    planned:
      target === 0
        ? []
        : candidates.map((candidate) =>
            planCandidate(
              candidate,
              market,
              request.TagSpecification?.filter(isForInstances),
              scope,
            ),
          ),
  }));
}

/** Launches as much of a fleet as there is room for; what could not be launched is in its failures. */
export function launchFleet(
  request: FleetRequest,
  plans: readonly MarketPlan[],
  scope: FleetScope,
): Fleet {
  const { region, context } = scope;
  const id = `fleet-${region.random.uuid()}`;
  const parts = plans.map((plan) => launchMarket(id, request, plan, scope));
  const launches = parts.flatMap((part) => part.launches);
  return {
    id,
    createdAt: context.clock.now(),
    launches,
    failures: parts.flatMap((part) => part.failures),
    instances: launches.flatMap(({ instances }) => instances),
  };
}

function isForInstances({ ResourceType }: { ResourceType: string }): boolean {
  return ResourceType !== 'fleet';
}

function launchMarket(
  fleetId: string,
  request: FleetRequest,
  { market, target, planned }: MarketPlan,
  scope: FleetScope,
) {
  const launches: FleetLaunch[] = [];
  const failures = new Map<FleetCandidate, FleetFailure>();
  const fail = (candidate: FleetCandidate, { code, message }: ApiError) => {
    // One row for each candidate, however many zones it was tried in.
    if (!failures.has(candidate)) failures.set(candidate, { candidate, market, code, message });
  };
  const pools = planned.flatMap((one) => {
    if ('pools' in one) return one.pools;
    fail(one.candidate, one.refusal);
    return [];
  });
  let missing = target;
  for (const pool of orderPools(pools, market, request, scope)) {
    if (missing <= 0) break;
    const { candidate } = pool;
    const weight = candidate.override.WeightedCapacity || 1;
    try {
      const instances = launchFromPool(fleetId, pool, Math.ceil(missing / weight), scope);
      launches.push({ candidate, market, instances });
      missing -= instances.length * weight;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      fail(candidate, error);
    }
  }
  const launched = new Set(launches.map(({ candidate }) => candidate));
  return {
    launches,
    failures: [...failures.values()].filter(({ candidate }) => !launched.has(candidate)),
  };
}

function launchFromPool(
  fleetId: string,
  { plan, candidate, terminationProtected }: FleetPool,
  maximum: number,
  { region, context }: FleetScope,
) {
  return launchInstances(
    {
      plan,
      minimum: 1,
      maximum,
      clientToken: `${fleetId}-0`,
      terminationProtected,
      ownTags: new Map([...templateTags(candidate.template), ['aws:ec2:fleet-id', fleetId]]),
    },
    region,
    context,
  );
}
