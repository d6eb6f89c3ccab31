import type { Filter } from '@aws-sdk/client-ec2';
import type { InstanceFilter } from '@stagely/core';
import { hashIdempotencyKey, OWNERSHIP_TAG } from '@stagely/core/plugin';

/** Every state but those of instances that have ended or are ending. */
const LIVE_STATES = ['pending', 'running', 'stopping', 'stopped'];

/** What EC2 can compare without doubt; `*`, `?` and `\` mean something else in filters. */
const PLAIN = /^[\w .:/=+@-]+$/;

/** At most so many of the user's tags are left to EC2. */
const MAX_TAG_FILTERS = 10;

/** What EC2 is asked for to list with a filter. It may answer more, so the filter is applied to the answer as well. */
export function toEc2Filters(filter: InstanceFilter): Filter[] {
  const { tags = {}, idempotencyKey, includeTerminated = false } = filter;
  const plainTags = Object.entries(tags)
    .filter(([key, value]) => PLAIN.test(key) && PLAIN.test(value))
    .slice(0, MAX_TAG_FILTERS);
  return [
    { Name: 'tag-key', Values: [OWNERSHIP_TAG.managed] },
    ...(idempotencyKey === undefined ? [] : byKeyHash(hashIdempotencyKey(idempotencyKey))),
    ...(includeTerminated ? [] : [{ Name: 'instance-state-name', Values: LIVE_STATES }]),
    ...plainTags.map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] })),
  ];
}

/** What EC2 is asked for to find the instances that were made with a key, also those that have ended. */
export function byKeyHash(idempotencyKeyHash: string): Filter[] {
  return [{ Name: `tag:${OWNERSHIP_TAG.idempotencyKeyHash}`, Values: [idempotencyKeyHash] }];
}
