import type { InstanceFilter } from '@stagely/core';
import {
  abortedError,
  type Call,
  hashIdempotencyKey,
  type ManagedInstance,
  matchesFilter,
} from '@stagely/core/plugin';
import type { DigitalOceanClient } from '../api/digitalocean-client.js';
import { keyBucketTag, MANAGED_TAG } from '../droplets/droplet-marks.js';
import { readOwnership } from '../droplets/read-ownership.js';
import { encodeTag, fitsTag } from '../droplets/tag-text.js';
import { toManagedInstance } from '../droplets/to-managed-instance.js';
import { listDroplets } from './list-droplets.js';

/** Lists the machines that Stagely manages and a checked filter asks for, by the most telling tag that there is. */
export async function* listInstances(
  client: Pick<DigitalOceanClient, 'listDroplets'>,
  filter: InstanceFilter,
  call: Call,
): AsyncGenerator<ManagedInstance, void, undefined> {
  const userTag = userTagOf(filter);
  if (filter.idempotencyKey !== undefined) {
    yield* select(client, keyBucketTag(hashIdempotencyKey(filter.idempotencyKey)), filter, call);
  } else if (userTag === undefined) {
    yield* select(client, MANAGED_TAG, filter, call);
  } else {
    const isKnown = yield* select(client, userTag, filter, call);
    // The account may have used the tag before with capitals, and then finds it by these only.
    if (!isKnown) yield* select(client, MANAGED_TAG, filter, call);
  }
}

/** A user's tag to list by, where the filter has one that a droplet can carry. */
function userTagOf({ tags = {} }: InstanceFilter): string | undefined {
  return Object.entries(tags)
    .map(([key, value]) => encodeTag(key, value))
    .find(({ length }) => fitsTag(length));
}

/** @returns whether any droplet carries the tag */
async function* select(
  client: Pick<DigitalOceanClient, 'listDroplets'>,
  tag: string,
  filter: InstanceFilter,
  call: Call,
): AsyncGenerator<ManagedInstance, boolean, undefined> {
  let isKnown = false;
  for await (const droplet of listDroplets(client, tag, call)) {
    isKnown = true;
    if (call.signal?.aborted) throw abortedError(call.operation, call.signal);
    if (readOwnership(droplet) === undefined) continue;
    const instance = toManagedInstance(droplet);
    if (matchesFilter(instance, filter)) yield instance;
  }
  return isKnown;
}
