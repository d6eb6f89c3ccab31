import { ApiError } from '../../emulator/api-error.js';
import type { Market } from '../../machines/capacity.js';
import type { Ec2Context } from '../ec2-types.js';
import { launchErrors } from '../errors/launch-errors.js';
import { requestErrors } from '../errors/request-errors.js';
import type { LaunchParameters } from '../launching/launch-parameters.js';
import { mergeLaunchParameters } from '../launching/merge-launch-parameters.js';
import { type LaunchPlan, planLaunch } from '../launching/plan-launch.js';
import type { Subnet } from '../network/region-network.js';
import type { LaunchTemplate } from '../state/launch-template-store.js';
import type { RegionState } from '../state/region-state.js';
import type { FleetCandidate } from './fleet.js';
import type { FleetOverride, FleetRequest } from './fleet-request.js';

/** A type in a zone: where instances come from. */
export interface FleetPool {
  readonly candidate: FleetCandidate;
  /** Of this zone alone. */
  readonly plan: LaunchPlan;
  readonly subnet: Subnet;
  readonly terminationProtected: boolean;
}

/** What becomes of a candidate: pools, or why it has none. */
export type PlannedCandidate =
  | { readonly candidate: FleetCandidate; readonly pools: readonly FleetPool[] }
  | { readonly candidate: FleetCandidate; readonly refusal: ApiError };

/**
 * Finds the templates of a fleet.
 *
 * @throws ApiError when one does not exist, or is not visible yet
 */
export function findCandidates(
  request: FleetRequest,
  { launchTemplates }: RegionState,
  asOf: number,
): FleetCandidate[] {
  return request.LaunchTemplateConfigs.flatMap(
    ({ LaunchTemplateSpecification: reference, Overrides: overrides = [] }) => {
      const template = launchTemplates.resolve(reference, asOf);
      if (template.parameters.InstanceMarketOptions !== undefined) {
        throw requestErrors.invalidParameterCombination(
          'A launch template for a fleet must not have InstanceMarketOptions.',
        );
      }
      const userData = reference.LaunchTemplateSpecificationUserData;
      const effective = userData === undefined ? template : withUserData(template, userData);
      const ways: readonly FleetOverride[] = overrides.length > 0 ? overrides : [{}];
      return ways.map((override) => ({
        template: effective,
        version: reference.Version,
        override,
      }));
    },
  );
}

/**
 * Plans one candidate in every zone that will do.
 *
 * @throws ApiError SsmAccessDenied when the image's parameter may not be read; all else is the candidate's refusal
 */
export function planCandidate(
  candidate: FleetCandidate,
  market: Market,
  tags: LaunchParameters['TagSpecification'],
  { region, context }: { region: RegionState; context: Ec2Context },
): PlannedCandidate {
  const { template, override } = candidate;
  const parameters = mergeLaunchParameters(template.parameters, {
    ...ofOverride(override, template.parameters),
    ...(market === 'spot' && spotOptions(override)),
    TagSpecification: tags,
  });
  const denySsm = context.permissions.allows('ssm:GetParameters')
    ? undefined
    : launchErrors.ssmAccessDenied;
  try {
    context.permissions.require('RunInstances');
    const plan = planLaunch(parameters, { region, denySsm });
    const terminationProtected = parameters.DisableApiTermination ?? false;
    const pools = plan.subnets.map((subnet) => ({
      candidate,
      plan: { ...plan, subnets: [subnet] },
      subnet,
      terminationProtected,
    }));
    return { candidate, pools };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === 'SsmAccessDenied') throw error;
    return { candidate, refusal: error };
  }
}

function ofOverride(override: FleetOverride, template: LaunchParameters): LaunchParameters {
  const { AvailabilityZone, AvailabilityZoneId, ImageId, InstanceType, KeyName, SubnetId } =
    override;
  const zone = AvailabilityZone ?? AvailabilityZoneId;
  const [device, ...others] = template.NetworkInterface ?? [];
  return {
    ImageId,
    InstanceType,
    KeyName,
    Placement: zone === undefined ? undefined : { ...template.Placement, AvailabilityZone: zone },
    // A subnet belongs to the network interface where the template has one.
    ...(SubnetId !== undefined &&
      (device ? { NetworkInterface: [{ ...device, SubnetId }, ...others] } : { SubnetId })),
  };
}

function spotOptions({ MaxPrice }: FleetOverride): LaunchParameters {
  return { InstanceMarketOptions: { MarketType: 'spot', SpotOptions: { MaxPrice } } };
}

function withUserData(template: LaunchTemplate, userData: string): LaunchTemplate {
  return { ...template, parameters: { ...template.parameters, UserData: userData } };
}
