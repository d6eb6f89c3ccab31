import { type InstanceMark, OWNERSHIP_TAG } from '@stagely/core/plugin';
import { decodeTag, encodeTag } from './tag-text.js';

/** On every droplet of Stagely's. */
export const MANAGED_TAG = encodeTag(OWNERSHIP_TAG.managed, '1');

/**
 * The tag by which droplets with a key are found. It has the first byte of the key's hash only, so that an account has
 * at most 256 of them, however many droplets it ever had.
 */
export function keyBucketTag(idempotencyKeyHash: string): string {
  return encodeTag(OWNERSHIP_TAG.idempotencyKeyHash, idempotencyKeyHash.slice(0, 2));
}

/** The tag by which calls tell each other who has a droplet. */
export function markTag(mark: InstanceMark): string {
  return encodeTag(OWNERSHIP_TAG[mark], '1');
}

/** The tag for the end of a lease. What lies before 1970 is as long over as 1970. */
export function leaseTag(expiresAt: Date): string {
  return encodeTag(OWNERSHIP_TAG.expiresAt, String(Math.max(0, expiresAt.getTime())));
}

/** When a lease ends that a tag stands for, in milliseconds since the epoch; `undefined` for any other tag. */
export function readLeaseTag(tag: string): number | undefined {
  const [key, value = ''] = decodeTag(tag) ?? [];
  return key === OWNERSHIP_TAG.expiresAt && /^\d{1,16}$/.test(value) ? Number(value) : undefined;
}
