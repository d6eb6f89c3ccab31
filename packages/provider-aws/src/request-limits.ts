import type { RequestLimits } from '@stagely/core';

/** EC2's published buckets for each region: RunInstances, TerminateInstances, and lists that have filters or pages. */
export const AWS_LIMITS: RequestLimits = {
  create: { burst: 5, perSecond: 2 },
  terminate: { burst: 100, perSecond: 5 },
  read: { burst: 100, perSecond: 20 },
};
