import { OWNERSHIP_TAG } from '@stagely/core/plugin';

/** Reads Stagely's marks from tags that are kept as they are. */
export function readMarks(tags: Readonly<Record<string, string>>) {
  const lease = tags[OWNERSHIP_TAG.expiresAt];
  return {
    known: OWNERSHIP_TAG.managed in tags,
    keyHash: tags[OWNERSHIP_TAG.idempotencyKeyHash],
    creator: tags[OWNERSHIP_TAG.creator],
    expiresAt: lease === undefined ? undefined : Number(lease),
    tags: Object.entries(tags).map(([key, value]) => `${key}:${value}`),
  };
}
