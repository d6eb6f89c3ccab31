import type { _InstanceType as InstanceType } from '@aws-sdk/client-ec2';
import type { Architecture, InstanceSize } from '@stagely/core';

/** The name of an instance type. The client library lists those that its version knows; EC2 takes any that it sells. */
export type { InstanceType };

/** Whether a value has the form of the names of instance types. */
export function isInstanceType(value: unknown): value is InstanceType {
  return typeof value === 'string' && /^[a-z0-9-]{1,32}\.[a-z0-9-]{1,32}$/.test(value);
}

/**
 * Which instance types a size and an architecture stand for, the best one first. The first of each is the design's; the
 * others have the same number of processors, and stand in where a region does not sell the first or has none left.
 */
const INSTANCE_TYPES: Readonly<
  Record<InstanceSize, Readonly<Record<Architecture, readonly [InstanceType, ...InstanceType[]]>>>
> = {
  small: {
    amd64: ['t3.small', 't3a.small', 't3.medium'],
    arm64: ['t4g.small', 't4g.medium'],
  },
  medium: {
    amd64: ['c5.xlarge', 'c6i.xlarge', 'c7i.xlarge', 'm5.xlarge'],
    arm64: ['c6g.xlarge', 'c7g.xlarge', 'c8g.xlarge'],
  },
  large: {
    amd64: ['c5.2xlarge', 'c6i.2xlarge', 'c7i.2xlarge'],
    arm64: ['c6g.2xlarge', 'c7g.2xlarge', 'c8g.2xlarge'],
  },
};

/** The types for a size and an architecture, the best one first. */
export function candidatesFor(
  size: InstanceSize,
  architecture: Architecture,
): readonly [InstanceType, ...InstanceType[]] {
  return INSTANCE_TYPES[size][architecture];
}

/** Every type of the table. */
export function allCandidates(): readonly InstanceType[] {
  const bySize = Object.values(INSTANCE_TYPES);
  return [...new Set(bySize.flatMap((byArchitecture) => Object.values(byArchitecture).flat()))];
}
