import type { CreateFleetCommandInput } from '@aws-sdk/client-ec2';
import { toOwnershipTags } from '@stagely/core/plugin';
import { clientToken } from '../launching/client-token.js';
import type { InstanceType } from '../launching/instance-types.js';
import { type LaunchRequest, tagsOf } from '../launching/launch-request.js';

/** A fleet that launches one spot instance, of whichever type EC2 has best, and is nothing afterwards. */
export function toFleetInput(
  request: LaunchRequest,
  types: readonly InstanceType[],
  LaunchTemplateName: string,
): CreateFleetCommandInput {
  const { spec, image, generation } = request;
  const { idempotencyKeyHash, options } = spec;
  const Tags = tagsOf(request);
  const own = Object.entries(toOwnershipTags({})).map(([Key, Value]) => ({ Key, Value }));
  return {
    // Any other type would launch again what ends.
    Type: 'instant',
    LaunchTemplateConfigs: [
      {
        // By name and number, so that the same request again is the same.
        LaunchTemplateSpecification: { LaunchTemplateName, Version: '1' },
        Overrides: types.map((InstanceType) => ({ InstanceType })),
      },
    ],
    TargetCapacitySpecification: { TotalTargetCapacity: 1, DefaultTargetCapacityType: 'spot' },
    // No highest price is named, which leaves it at the price on demand.
    SpotOptions: {
      AllocationStrategy: 'price-capacity-optimized',
      InstanceInterruptionBehavior: 'terminate',
    },
    ClientToken: clientToken({
      idempotencyKeyHash,
      generation,
      market: 'spot',
      types,
      imageId: image.imageId,
      subnetId: options.subnetId,
    }),
    TagSpecifications: [
      { ResourceType: 'instance', Tags },
      { ResourceType: 'volume', Tags },
      { ResourceType: 'fleet', Tags: own },
    ],
  };
}
