import type { ProviderWarning } from '@stagely/core';
import type { ManagedInstance } from '@stagely/core/plugin';
import { candidatesFor } from './launching/instance-types.js';
import type { AwsSpec } from './parse-aws-spec.js';

/** What the caller of a spec should know of the instance, whether it was made for this call or found. */
export function warningsFor(
  { size, architecture, spotInstance, options }: AwsSpec,
  instance: ManagedInstance,
): ProviderWarning[] {
  const { instanceType } = instance;
  const [firstChoice] =
    options.instanceType === undefined ? candidatesFor(size, architecture) : [options.instanceType];
  return [
    ...(instanceType === firstChoice
      ? []
      : [
          {
            code: 'other_instance_type' as const,
            message: `The instance is a ${instanceType} in the place of ${firstChoice}, ${instance.spotInstance ? 'as the best spot offer of the moment' : `which ${instance.region} does not have now`}; its price differs.`,
          },
        ]),
    ...(spotInstance && !instance.spotInstance
      ? [
          {
            code: 'spot_unavailable' as const,
            message: `There was no spot instance to be had; it is an on-demand ${instanceType}, at the price on demand.`,
          },
        ]
      : []),
  ];
}
