import { launchErrors } from '../errors/launch-errors.js';
import { requestErrors } from '../errors/request-errors.js';
import { resourceErrors } from '../errors/resource-errors.js';
import { isResourceId } from '../errors/resource-kinds.js';
import type { SecurityGroup, Subnet } from '../network/region-network.js';
import type { RegionState } from '../state/region-state.js';
import type { LaunchParameters } from './launch-parameters.js';

/** Where a launch may go, and behind what. */
export interface LaunchNetwork {
  /** One subnet for each zone that will do; one alone when a subnet or a zone was asked for. */
  readonly subnets: readonly Subnet[];
  readonly zoneAskedFor: boolean;
  readonly groups: readonly SecurityGroup[];
  /** Undefined: as the subnet has it. */
  readonly assignPublicIp: boolean | undefined;
  readonly interfaceDescription: string;
}

/**
 * Decides about subnet, zone and security groups of a launch.
 *
 * @throws ApiError for what does not exist or does not go together
 */
export function resolveNetwork(parameters: LaunchParameters, region: RegionState): LaunchNetwork {
  const device = primaryInterface(parameters);
  const subnetId = device ? device.SubnetId : parameters.SubnetId;
  const groupIds = device ? device.SecurityGroupId : parameters.SecurityGroupId;
  const subnets = candidateSubnets(subnetId, parameters, region);
  return {
    subnets,
    zoneAskedFor: subnets.length === 1,
    groups: securityGroups(groupIds, subnetId, parameters, region, subnets),
    assignPublicIp: device?.AssociatePublicIpAddress,
    interfaceDescription: device?.Description ?? '',
  };
}

function primaryInterface(parameters: LaunchParameters) {
  const { NetworkInterface: interfaces, SubnetId, SecurityGroup, SecurityGroupId } = parameters;
  if (interfaces === undefined) return undefined;
  const refuse = requestErrors.invalidParameterCombination;
  if (SubnetId !== undefined) {
    throw refuse(
      'Network interfaces and an instance-level subnet ID may not be specified on the same request',
    );
  }
  if (SecurityGroup !== undefined || SecurityGroupId !== undefined) {
    throw refuse(
      'Network interfaces and an instance-level security groups may not be specified on the same request',
    );
  }
  const [device, ...others] = interfaces;
  if (device === undefined || others.length > 0) {
    if (interfaces.some((one) => one.AssociatePublicIpAddress !== undefined)) {
      throw refuse(
        'The associatePublicIPAddress parameter cannot be specified when launching with multiple network interfaces.',
      );
    }
    throw requestErrors.notEmulated('More than one network interface');
  }
  if (device.DeviceIndex === undefined) {
    throw requestErrors.missingParameter('NetworkInterface.1.DeviceIndex');
  }
  if (device.DeviceIndex !== 0) {
    throw requestErrors.invalidParameterValue(
      'Each instance requires a network interface with the device index 0.',
    );
  }
  return device;
}

function candidateSubnets(
  subnetId: string | undefined,
  { Placement: placement }: LaunchParameters,
  region: RegionState,
): readonly Subnet[] {
  const zoneAsked = placement?.AvailabilityZone ?? placement?.AvailabilityZoneId;
  const zone = zoneAsked === undefined ? undefined : region.zone(zoneAsked);
  if (zoneAsked !== undefined && zone === undefined) throw resourceErrors.zoneNotFound([zoneAsked]);
  if (subnetId !== undefined) {
    if (!isResourceId('subnet', subnetId)) throw resourceErrors.malformedId('subnet', subnetId);
    const subnet = region.network.subnet(subnetId);
    if (subnet === undefined) throw resourceErrors.notFound('subnet', [subnetId]);
    if (zone !== undefined && zone.name !== subnet.zone.name) {
      throw requestErrors.invalidParameterCombination(
        `The Availability Zone ${zone.name} is not that of the subnet ${subnetId}.`,
      );
    }
    return [subnet];
  }
  const defaults = region.network.subnets.filter(({ defaultForZone }) => defaultForZone);
  if (defaults.length === 0) throw launchErrors.noDefaultVpc();
  return zone === undefined
    ? defaults
    : defaults.filter((subnet) => subnet.zone.name === zone.name);
}

function securityGroups(
  ids: readonly string[] | undefined,
  subnetId: string | undefined,
  { SecurityGroup: names }: LaunchParameters,
  { network }: RegionState,
  [subnet]: readonly Subnet[],
): SecurityGroup[] {
  const vpcId = subnet?.vpcId ?? '';
  if (names !== undefined && subnetId !== undefined) {
    throw requestErrors.invalidParameterCombination(
      'The parameter groupName cannot be used with the parameter subnet',
    );
  }
  const byName = (names ?? []).map((name) => {
    const group = network.groupOf(vpcId, name);
    if (group === undefined) throw resourceErrors.groupNotFound(name, vpcId);
    return group;
  });
  const byId = (ids ?? []).map((id) => {
    if (!isResourceId('securityGroup', id)) throw resourceErrors.malformedId('securityGroup', id);
    const group = network.securityGroup(id);
    if (group === undefined) throw resourceErrors.notFound('securityGroup', [id]);
    if (group.vpcId !== vpcId) {
      throw requestErrors.invalidParameterValue(
        `Security group ${id} and subnet ${subnet?.id} belong to different networks.`,
      );
    }
    return group;
  });
  const groups = [...new Set([...byName, ...byId])];
  const byDefault = network.groupOf(vpcId);
  return groups.length === 0 && byDefault ? [byDefault] : groups;
}
