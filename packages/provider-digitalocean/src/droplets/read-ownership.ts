import { OWNERSHIP_TAG, type OwnedTags, readOwnershipTags } from '@stagely/core/plugin';
import type { Droplet } from '../api/droplet.js';
import { readLeaseTag } from './droplet-marks.js';
import { readDropletName } from './droplet-name.js';
import { decodeTag } from './tag-text.js';

/**
 * Reads what Stagely and the user have written on a droplet: its name and its tags. `undefined` for one that Stagely
 * does not manage. Tags that nobody here can have written are left out.
 */
export function readOwnership({
  name,
  tags,
}: Pick<Droplet, 'name' | 'tags'>): OwnedTags | undefined {
  const { idempotencyKeyHash, specHash, creator } = readDropletName(name) ?? {};
  const lease = latestLease(tags);
  const written = new Map(
    tags.flatMap((tag) => [decodeTag(tag)].filter((pair) => pair !== undefined)),
  );
  const own = [
    [OWNERSHIP_TAG.idempotencyKeyHash, idempotencyKeyHash],
    [OWNERSHIP_TAG.specHash, specHash],
    [OWNERSHIP_TAG.creator, creator],
    [OWNERSHIP_TAG.expiresAt, lease === undefined ? undefined : String(lease)],
  ] as const;
  for (const [key, value] of own) {
    if (value === undefined) written.delete(key);
    else written.set(key, value);
  }
  return readOwnershipTags(Object.fromEntries(written));
}

/**
 * Of several leases the latest one counts: a droplet has two for a moment while one takes the other's place, and must
 * not be ended by the earlier one.
 */
function latestLease(tags: readonly string[]): number | undefined {
  const leases = tags.map(readLeaseTag).filter((lease) => lease !== undefined);
  return leases.length === 0 ? undefined : Math.max(...leases);
}
