import type { ProviderWarning } from '@stagely/core';
import type { ManagedInstance } from '@stagely/core/plugin';
import { sizeCandidates } from '../catalogue/size-candidates.js';
import type { DropletSpec } from '../parse-droplet-spec.js';

/** What a caller should know of the droplet for a spec. */
export function dropletWarnings(
  spec: DropletSpec,
  { instanceType, architecture }: Pick<ManagedInstance, 'instanceType' | 'architecture'>,
  hourlyPrice: number | undefined,
): readonly ProviderWarning[] {
  const warnings: ProviderWarning[] = [];
  if (architecture !== spec.architecture) {
    warnings.push({
      code: 'emulated_architecture',
      message: `DigitalOcean has no ${spec.architecture}: the droplet is ${architecture}, and ${spec.architecture} workloads run on it under QEMU, which is slow.`,
    });
  }
  if (spec.spotInstance) {
    warnings.push({
      code: 'no_spot',
      message: 'DigitalOcean has no spot instances: the droplet is on demand.',
    });
  }
  const wanted = spec.options.instanceType ?? sizeCandidates[spec.size][0];
  if (instanceType !== wanted) {
    const price = hourlyPrice === undefined ? '' : `, which costs ${hourlyPrice} USD an hour`;
    warnings.push({
      code: 'other_instance_type',
      message: `The droplet is of the size ${instanceType}${price}, because ${wanted} is not to be had in ${spec.region}.`,
    });
  }
  return warnings;
}
