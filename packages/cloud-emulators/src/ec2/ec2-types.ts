import type { CloudContext, CloudTypes } from '../emulator/cloud-definition.js';
import type { Ipv4Sequence } from '../random/ipv4-sequence.js';
import type { Ec2Credentials } from './auth/ec2-credentials.js';
import type { LaunchFailures } from './instances/launch-failures.js';
import type { RateBucket } from './request-buckets.js';
import type { Ec2Regions } from './state/ec2-regions.js';
import type { Ec2State } from './state/ec2-state.js';
import type { Permissions } from './state/permissions.js';

/** Names of the timings of the EC2 emulator, all in milliseconds. */
export type Ec2Timing =
  /** From pending to running, of a launch and of a start. */
  | 'runningMs'
  /** From running to the public address. */
  | 'addressMs'
  /** From shutting-down to terminated. */
  | 'terminatedMs'
  /** From stopping to stopped. */
  | 'stoppedMs'
  /** From terminated until nothing shows the instance any more. */
  | 'terminatedVisibleMs';

/** Names of the quotas of the EC2 emulator; each holds for every Region. */
export type Ec2Quota =
  /** vCPUs of on-demand instances: VcpuLimitExceeded. */
  | 'onDemandVcpus'
  /** vCPUs of spot instances: MaxSpotInstanceCountExceeded. */
  | 'spotVcpus'
  /** Instances of any kind: InstanceLimitExceeded. */
  | 'instances'
  /** MaxTemplateLimitExceeded. */
  | 'launchTemplates';

/** The types in which EC2 differs from the other clouds. */
export interface Ec2Types extends CloudTypes {
  state: Ec2State;
  timing: Ec2Timing;
  quota: Ec2Quota;
  rateLimit: RateBucket;
  credentials: readonly Ec2Credentials[];
}

/** What EC2's own code works with. */
export interface Ec2Context extends CloudContext<Ec2Types> {
  readonly regions: Ec2Regions;
  readonly permissions: Permissions;
  readonly launchFailures: LaunchFailures;
  readonly publicAddresses: Ipv4Sequence;
  /** Whether the token of a launch that failed stays bound to its parameters. */
  readonly bindsTokensOfFailedLaunches: boolean;
}
