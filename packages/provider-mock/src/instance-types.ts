import type { Architecture, InstanceSize } from '@stagely/core';

const ARCHITECTURES = {
  'mock.small': 'amd64',
  'mock.medium': 'amd64',
  'mock.large': 'amd64',
  'mock.small.arm64': 'arm64',
  'mock.medium.arm64': 'arm64',
  'mock.large.arm64': 'arm64',
} as const satisfies Record<string, Architecture>;

/** The name of an instance type that the mock sells. */
export type MockInstanceType = keyof typeof ARCHITECTURES;

/** Every instance type that the mock sells. */
export const mockInstanceTypes: readonly string[] = Object.keys(ARCHITECTURES);

export function isInstanceType(value: unknown): value is MockInstanceType {
  return typeof value === 'string' && Object.hasOwn(ARCHITECTURES, value);
}

/** The instance type for a size and an architecture. */
export function instanceTypeFor(size: InstanceSize, architecture: Architecture): MockInstanceType {
  return architecture === 'arm64' ? `mock.${size}.arm64` : `mock.${size}`;
}

export function architectureOf(instanceType: MockInstanceType): Architecture {
  return ARCHITECTURES[instanceType];
}
