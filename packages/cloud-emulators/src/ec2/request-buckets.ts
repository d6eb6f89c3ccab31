import type { TokenBucketLimit } from '../rates/rate-limit.js';
import type { Ec2Action } from './ec2-actions.js';

/** Actions whose requests without filters and pages are counted in a smaller bucket. */
type UnfilteredAction =
  | 'DescribeInstances'
  | 'DescribeInstanceStatus'
  | 'DescribeSecurityGroups'
  | 'DescribeSpotInstanceRequests';

/** Actions that are also counted by the instances they touch. */
export type ResourceAction =
  | 'RunInstances'
  | 'StartInstances'
  | 'StopInstances'
  | 'TerminateInstances';

/** The buckets, each counted by Region. */
export type RateBucket =
  | Ec2Action
  | `${UnfilteredAction}.unfiltered`
  | `${ResourceAction}.resources`;

const nonMutating = { burst: 100, perSecond: 20 };
const unfiltered = { burst: 50, perSecond: 10 };
const mutating = { burst: 50, perSecond: 5 };

/** The buckets that EC2 publishes, of an account for which nothing was raised. */
export const publishedBuckets: Readonly<Record<RateBucket, TokenBucketLimit>> = {
  CreateFleet: mutating,
  CreateLaunchTemplate: mutating,
  CreateTags: { burst: 100, perSecond: 10 },
  DeleteLaunchTemplate: mutating,
  DeleteTags: { burst: 100, perSecond: 10 },
  DescribeAvailabilityZones: nonMutating,
  DescribeImages: nonMutating,
  DescribeInstanceStatus: nonMutating,
  'DescribeInstanceStatus.unfiltered': unfiltered,
  DescribeInstanceTypeOfferings: nonMutating,
  DescribeInstanceTypes: nonMutating,
  DescribeInstances: nonMutating,
  'DescribeInstances.unfiltered': unfiltered,
  DescribeLaunchTemplates: nonMutating,
  DescribeRegions: nonMutating,
  DescribeSecurityGroups: nonMutating,
  'DescribeSecurityGroups.unfiltered': unfiltered,
  DescribeSpotInstanceRequests: nonMutating,
  'DescribeSpotInstanceRequests.unfiltered': unfiltered,
  DescribeSpotPriceHistory: nonMutating,
  DescribeSubnets: nonMutating,
  DescribeVpcs: nonMutating,
  RunInstances: { burst: 5, perSecond: 2 },
  'RunInstances.resources': { burst: 1000, perSecond: 2 },
  StartInstances: { burst: 5, perSecond: 2 },
  'StartInstances.resources': { burst: 1000, perSecond: 2 },
  StopInstances: mutating,
  'StopInstances.resources': { burst: 1000, perSecond: 20 },
  TerminateInstances: { burst: 100, perSecond: 5 },
  'TerminateInstances.resources': { burst: 1000, perSecond: 20 },
};
