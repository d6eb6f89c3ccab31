/** The actions that the emulator has. */
export const actions = [
  'CreateFleet',
  'CreateLaunchTemplate',
  'CreateTags',
  'DeleteLaunchTemplate',
  'DeleteTags',
  'DescribeAvailabilityZones',
  'DescribeImages',
  'DescribeInstanceStatus',
  'DescribeInstanceTypeOfferings',
  'DescribeInstanceTypes',
  'DescribeInstances',
  'DescribeLaunchTemplates',
  'DescribeRegions',
  'DescribeSecurityGroups',
  'DescribeSpotInstanceRequests',
  'DescribeSpotPriceHistory',
  'DescribeSubnets',
  'DescribeVpcs',
  'RunInstances',
  'StartInstances',
  'StopInstances',
  'TerminateInstances',
] as const;

/** An action's name. */
export type Ec2Action = (typeof actions)[number];
