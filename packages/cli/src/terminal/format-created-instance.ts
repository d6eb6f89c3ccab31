import type { CreatedInstance, InstanceStatus } from '@stagely/core';
import type { Colors } from './colors.js';
import { formatMoment } from './format-duration.js';
import { formatDetails } from './format-table.js';

/** A created instance, one property a line. */
export function formatCreatedInstance(
  created: CreatedInstance,
  status: InstanceStatus | undefined,
  now: number,
  colors: Colors,
): string {
  const { expiresAt, reused, spotInstance } = created;
  return formatDetails(
    [
      ['Instance', `${created.instanceId}${reused ? ' (there before, with the same key)' : ''}`],
      ['Address', created.publicIp],
      ['State', status?.state],
      ['Type', `${created.instanceType}${spotInstance ? ' (spot)' : ''}`],
      ['Architecture', created.architecture],
      ['Region', created.region],
      ['Expires', expiresAt && `${expiresAt.toISOString()} (${formatMoment(expiresAt, now)})`],
      ['Key', created.idempotencyKey],
    ],
    colors,
  );
}
