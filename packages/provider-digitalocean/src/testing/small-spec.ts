import type { InstanceSpec } from '@stagely/core';

/** The least that a spec needs. */
export const smallSpec: InstanceSpec = { size: 'small', architecture: 'amd64' };
