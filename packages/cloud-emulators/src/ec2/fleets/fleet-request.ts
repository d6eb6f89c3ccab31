import * as v from 'valibot';
import {
  decimal,
  integer,
  listOf,
  nonEmptyText,
  oneOf,
  optional,
  structure,
  text,
} from '../protocol/parameter-schemas.js';
import { tagSpecifications } from '../tags/tag-specifications.js';

const override = structure({
  AvailabilityZone: optional(nonEmptyText),
  AvailabilityZoneId: optional(nonEmptyText),
  ImageId: optional(nonEmptyText),
  InstanceType: optional(nonEmptyText),
  KeyName: optional(nonEmptyText),
  MaxPrice: optional(nonEmptyText),
  Priority: optional(decimal()),
  SubnetId: optional(nonEmptyText),
  WeightedCapacity: optional(decimal()),
});

/** What a candidate of a fleet has instead of what its template says. */
export type FleetOverride = v.InferOutput<typeof override>;

const templateConfig = structure({
  LaunchTemplateSpecification: structure({
    LaunchTemplateId: optional(nonEmptyText),
    LaunchTemplateName: optional(nonEmptyText),
    LaunchTemplateSpecificationUserData: optional(nonEmptyText),
    Version: nonEmptyText,
  }),
  Overrides: optional(listOf(override)),
});

/** The parameters of CreateFleet. */
export const fleetParameters = {
  ClientToken: optional(text),
  LaunchTemplateConfigs: v.pipe(listOf(templateConfig), v.minLength(1), v.maxLength(50)),
  OnDemandOptions: optional(
    structure({
      AllocationStrategy: optional(oneOf(['lowest-price', 'prioritized'])),
      MaxTotalPrice: optional(nonEmptyText),
    }),
  ),
  SpotOptions: optional(
    structure({
      AllocationStrategy: optional(
        oneOf([
          'lowest-price',
          'diversified',
          'capacity-optimized',
          'capacity-optimized-prioritized',
          'price-capacity-optimized',
        ]),
      ),
      InstanceInterruptionBehavior: optional(oneOf(['hibernate', 'stop', 'terminate'])),
      MaxTotalPrice: optional(nonEmptyText),
    }),
  ),
  TagSpecification: optional(tagSpecifications),
  TargetCapacitySpecification: structure({
    DefaultTargetCapacityType: optional(oneOf(['spot', 'on-demand'])),
    OnDemandTargetCapacity: optional(integer(0, 10_000)),
    SpotTargetCapacity: optional(integer(0, 10_000)),
    TargetCapacityUnitType: optional(oneOf(['units'])),
    TotalTargetCapacity: integer(1, 10_000),
  }),
  Type: optional(oneOf(['request', 'maintain', 'instant'])),
};

const fleetStructure = structure(fleetParameters);

/** A request for a fleet. */
export type FleetRequest = v.InferOutput<typeof fleetStructure>;

export const fleetParametersNotEmulated = [
  'Context',
  'ExcessCapacityTerminationPolicy',
  'LaunchTemplateConfigs.Overrides.BlockDeviceMapping',
  'LaunchTemplateConfigs.Overrides.IamInstanceProfile',
  'LaunchTemplateConfigs.Overrides.InstanceRequirements',
  'LaunchTemplateConfigs.Overrides.MetadataOptions',
  'LaunchTemplateConfigs.Overrides.Placement',
  'OnDemandOptions.CapacityReservationOptions',
  'OnDemandOptions.MinTargetCapacity',
  'OnDemandOptions.SingleAvailabilityZone',
  'OnDemandOptions.SingleInstanceType',
  'ReplaceUnhealthyInstances',
  'ReservedCapacityOptions',
  'SpotOptions.InstancePoolsToUseCount',
  'SpotOptions.MaintenanceStrategies',
  'SpotOptions.MinTargetCapacity',
  'SpotOptions.SingleAvailabilityZone',
  'SpotOptions.SingleInstanceType',
  'TerminateInstancesWithExpiration',
  'ValidFrom',
  'ValidUntil',
];
