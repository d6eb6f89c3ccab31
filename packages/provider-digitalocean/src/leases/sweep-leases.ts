import {
  InvalidInputError,
  StagelyError,
  type SweepResult,
  type SweptResource,
} from '@stagely/core';
import { abortedError, type Call } from '@stagely/core/plugin';
import type { DigitalOceanClient } from '../api/digitalocean-client.js';
import type { Tag } from '../api/tag.js';
import { readLeaseTag } from '../droplets/droplet-marks.js';

/** How long a lease must be over before its tag may go, in milliseconds: no creation begins with one that is over. */
const GRACE = 86_400_000;

/**
 * Removes the tags of leases that are long over and on no droplet. A tag in use is never removed, because that would
 * take it off its droplets. After a failure that may pass, such as throttling, the rest is left for a later sweep.
 *
 * @throws OperationAbortedError, and what the lists are refused with
 */
export async function sweepLeases(
  client: DigitalOceanClient,
  now: number,
  call: Call,
): Promise<SweepResult> {
  // A token that may not see droplets sees every tag unused.
  await client.listDroplets({ perPage: 1 }, call);
  const leftovers = (await client.listTags(call)).filter((tag) => isLeftover(tag, now));
  const removed: SweptResource[] = [];
  const failed: (SweptResource & { error: Error })[] = [];
  for (const { name } of leftovers) {
    const resource = { kind: 'tag', id: name };
    try {
      await client.deleteTag(name, call);
      removed.push(resource);
    } catch (error) {
      if (call.signal?.aborted) throw abortedError(call.operation, call.signal);
      if (!(error instanceof StagelyError)) throw error;
      if (isGone(error)) continue;
      failed.push({ ...resource, error });
      if (error.retryable) break;
    }
  }
  return { removed, failed };
}

function isLeftover({ name, resources }: Tag, now: number): boolean {
  const lease = readLeaseTag(name);
  return lease !== undefined && lease < now - GRACE && resources.count === 0;
}

/** Another sweep was faster. */
function isGone(error: StagelyError): boolean {
  return error instanceof InvalidInputError && error.providerCode === 'not_found';
}
