import { createFleet } from './create-fleet.js';
import { createLaunchTemplate } from './create-launch-template.js';
import { createTags } from './create-tags.js';
import { deleteLaunchTemplate } from './delete-launch-template.js';
import { deleteTags } from './delete-tags.js';
import { describeAvailabilityZones } from './describe-availability-zones.js';
import { describeImages } from './describe-images.js';
import { describeInstanceStatus } from './describe-instance-status.js';
import { describeInstanceTypeOfferings } from './describe-instance-type-offerings.js';
import { describeInstanceTypes } from './describe-instance-types.js';
import { describeInstances } from './describe-instances.js';
import { describeLaunchTemplates } from './describe-launch-templates.js';
import { describeRegions } from './describe-regions.js';
import { describeSecurityGroups } from './describe-security-groups.js';
import { describeSpotInstanceRequests } from './describe-spot-instance-requests.js';
import { describeSpotPriceHistory } from './describe-spot-price-history.js';
import { describeSubnets } from './describe-subnets.js';
import { describeVpcs } from './describe-vpcs.js';
import type { Operation } from './operation.js';
import { runInstances } from './run-instances.js';
import { startInstances } from './start-instances.js';
import { stopInstances } from './stop-instances.js';
import { terminateInstances } from './terminate-instances.js';

/** All actions by name. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  [
    createFleet,
    createLaunchTemplate,
    createTags,
    deleteLaunchTemplate,
    deleteTags,
    describeAvailabilityZones,
    describeImages,
    describeInstanceStatus,
    describeInstanceTypeOfferings,
    describeInstanceTypes,
    describeInstances,
    describeLaunchTemplates,
    describeRegions,
    describeSecurityGroups,
    describeSpotInstanceRequests,
    describeSpotPriceHistory,
    describeSubnets,
    describeVpcs,
    runInstances,
    startInstances,
    stopInstances,
    terminateInstances,
  ].map((operation): [string, Operation] => [operation.action, operation]),
);
