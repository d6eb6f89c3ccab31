import type * as v from 'valibot';
import {
  flag,
  integer,
  listOf,
  nonEmptyText,
  oneOf,
  optional,
  structure,
  text,
} from '../protocol/parameter-schemas.js';
import { tagSpecifications } from '../tags/tag-specifications.js';

const onOrOff = oneOf(['enabled', 'disabled']);

/** What RunInstances and launch templates take alike, under its names in requests. */
export const launchParameters = {
  BlockDeviceMapping: optional(
    listOf(
      structure({
        DeviceName: optional(nonEmptyText),
        Ebs: optional(
          structure({
            DeleteOnTermination: optional(flag),
            Encrypted: optional(flag),
            Iops: optional(integer(100, 256_000)),
            Throughput: optional(integer(125, 2000)),
            VolumeSize: optional(integer(1, 65_536)),
            VolumeType: optional(oneOf(['standard', 'io1', 'io2', 'gp2', 'sc1', 'st1', 'gp3'])),
          }),
        ),
      }),
    ),
  ),
  CreditSpecification: optional(structure({ CpuCredits: oneOf(['standard', 'unlimited']) })),
  DisableApiStop: optional(flag),
  DisableApiTermination: optional(flag),
  EbsOptimized: optional(flag),
  IamInstanceProfile: optional(
    structure({ Arn: optional(nonEmptyText), Name: optional(nonEmptyText) }),
  ),
  ImageId: optional(text),
  InstanceInitiatedShutdownBehavior: optional(oneOf(['stop', 'terminate'])),
  InstanceMarketOptions: optional(
    structure({
      MarketType: optional(oneOf(['spot'])),
      SpotOptions: optional(
        structure({
          InstanceInterruptionBehavior: optional(oneOf(['hibernate', 'stop', 'terminate'])),
          MaxPrice: optional(nonEmptyText),
          SpotInstanceType: optional(oneOf(['one-time', 'persistent'])),
        }),
      ),
    }),
  ),
  InstanceType: optional(nonEmptyText),
  KeyName: optional(nonEmptyText),
  MetadataOptions: optional(
    structure({
      HttpEndpoint: optional(onOrOff),
      HttpProtocolIpv6: optional(onOrOff),
      HttpPutResponseHopLimit: optional(integer(1, 64)),
      HttpTokens: optional(oneOf(['optional', 'required'])),
      InstanceMetadataTags: optional(onOrOff),
    }),
  ),
  Monitoring: optional(structure({ Enabled: flag })),
  NetworkInterface: optional(
    listOf(
      structure({
        AssociatePublicIpAddress: optional(flag),
        DeleteOnTermination: optional(flag),
        Description: optional(text),
        DeviceIndex: optional(integer(0, 15)),
        SecurityGroupId: optional(listOf(nonEmptyText)),
        SubnetId: optional(nonEmptyText),
      }),
    ),
  ),
  Placement: optional(
    structure({
      AvailabilityZone: optional(nonEmptyText),
      AvailabilityZoneId: optional(nonEmptyText),
      Tenancy: optional(oneOf(['default'])),
    }),
  ),
  SecurityGroup: optional(listOf(nonEmptyText)),
  SecurityGroupId: optional(listOf(nonEmptyText)),
  TagSpecification: optional(tagSpecifications),
  UserData: optional(text),
};

const launchStructure = structure(launchParameters);

/** What an instance is to be, as requests, launch templates and overrides of them say it. */
export interface LaunchParameters extends v.InferOutput<typeof launchStructure> {
  readonly SubnetId?: string | undefined;
}

/** `LaunchTemplateData` of CreateLaunchTemplate. */
export const launchTemplateData = launchStructure;

/** What EC2 takes besides in both places. */
export const launchParametersNotEmulated = [
  'BlockDeviceMapping.Ebs.AvailabilityZone',
  'BlockDeviceMapping.Ebs.AvailabilityZoneId',
  'BlockDeviceMapping.Ebs.EbsCardIndex',
  'BlockDeviceMapping.Ebs.KmsKeyId',
  'BlockDeviceMapping.Ebs.OutpostArn',
  'BlockDeviceMapping.Ebs.SnapshotId',
  'BlockDeviceMapping.Ebs.VolumeInitializationRate',
  'BlockDeviceMapping.NoDevice',
  'BlockDeviceMapping.VirtualName',
  'CapacityReservationSpecification',
  'CpuOptions',
  'ElasticGpuSpecification',
  'ElasticInferenceAccelerator',
  'EnclaveOptions',
  'HibernationOptions',
  'InstanceMarketOptions.SpotOptions.BlockDurationMinutes',
  'InstanceMarketOptions.SpotOptions.ValidUntil',
  'KernelId',
  'LicenseSpecification',
  'MaintenanceOptions',
  'NetworkInterface.AssociateCarrierIpAddress',
  'NetworkInterface.ConnectionTrackingSpecification',
  'NetworkInterface.EnaQueueCount',
  'NetworkInterface.EnaSrdSpecification',
  'NetworkInterface.InterfaceType',
  'NetworkInterface.Ipv4Prefix',
  'NetworkInterface.Ipv4PrefixCount',
  'NetworkInterface.Ipv6AddressCount',
  'NetworkInterface.Ipv6Addresses',
  'NetworkInterface.Ipv6Prefix',
  'NetworkInterface.Ipv6PrefixCount',
  'NetworkInterface.NetworkCardIndex',
  'NetworkInterface.NetworkInterfaceId',
  'NetworkInterface.PrimaryIpv6',
  'NetworkInterface.PrivateIpAddress',
  'NetworkInterface.PrivateIpAddresses',
  'NetworkInterface.SecondaryPrivateIpAddressCount',
  'NetworkPerformanceOptions',
  'Operator',
  'Placement.Affinity',
  'Placement.GroupId',
  'Placement.GroupName',
  'Placement.HostId',
  'Placement.HostResourceGroupArn',
  'Placement.PartitionNumber',
  'Placement.SpreadDomain',
  'PrivateDnsNameOptions',
  'SecondaryInterface',
];
