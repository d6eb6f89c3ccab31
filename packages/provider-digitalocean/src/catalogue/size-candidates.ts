import type { InstanceSize } from '@stagely/core';

/**
 * The sizes to try for each of the contract's, in this order. The heads are those of Stagely's design; `s-2vcpu-4gb`
 * was not sold in nyc3 in March 2026.
 */
export const sizeCandidates: Readonly<Record<InstanceSize, readonly [string, ...string[]]>> = {
  small: ['s-2vcpu-4gb', 's-2vcpu-4gb-intel', 's-2vcpu-4gb-amd', 'c-2'],
  medium: ['c-4', 'c-4-intel', 'c2-4vcpu-8gb', 's-4vcpu-8gb'],
  large: ['c-8', 'c-8-intel', 'c2-8vcpu-16gb', 's-8vcpu-16gb'],
};
