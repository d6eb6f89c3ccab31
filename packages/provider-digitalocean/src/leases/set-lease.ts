import { InstanceNotFoundError, InvalidInputError } from '@stagely/core';
import { type Call, describeOperation, type Operation } from '@stagely/core/plugin';
import type { DigitalOceanClient } from '../api/digitalocean-client.js';
import type { Droplet } from '../api/droplet.js';
import { leaseTag, readLeaseTag } from '../droplets/droplet-marks.js';
import { mapDropletStatus } from '../droplets/map-droplet-status.js';
import { readOwnership } from '../droplets/read-ownership.js';
import type { RecentLeases } from './recent-leases.js';

/**
 * Gives a droplet another lease, or none. The new one is put on before the old one is taken off, so that the droplet is
 * never without; of the two the later one counts meanwhile.
 *
 * @throws InstanceNotFoundError, and InvalidInputError for a droplet that Stagely does not manage
 */
export async function setLease(
  client: DigitalOceanClient,
  recent: RecentLeases,
  { instanceId, expiresAt }: { readonly instanceId: string; readonly expiresAt: Date | undefined },
  call: Call,
): Promise<void> {
  const { operation } = call;
  const droplet = await client.readDroplet(instanceId, call);
  requireLiveAndManaged(droplet, operation);
  const lease = expiresAt && leaseTag(expiresAt);
  if (lease !== undefined) {
    recent.note(instanceId, lease);
    await client.createTag(lease, call);
    await client.tagDroplet(lease, instanceId, call);
  }
  const leases = droplet.tags.filter((tag) => readLeaseTag(tag) !== undefined);
  const old = new Set([...leases, ...recent.of(instanceId)]);
  for (const tag of old) {
    if (tag !== lease) await takeOff(client, tag, instanceId, call);
  }
}

/** Somebody else may have taken it off, or the tag away. */
async function takeOff(
  client: DigitalOceanClient,
  tag: string,
  instanceId: string,
  call: Call,
): Promise<void> {
  try {
    await client.untagDroplet(tag, instanceId, call);
  } catch (error) {
    if (!(error instanceof InstanceNotFoundError)) throw error;
  }
}

function requireLiveAndManaged(droplet: Droplet, operation: Operation): void {
  const failed = `${describeOperation(operation)} failed:`;
  if (mapDropletStatus(droplet.status) === 'terminated') {
    throw new InstanceNotFoundError(
      `${failed} the droplet has ended. Create another one.`,
      operation,
    );
  }
  if (readOwnership(droplet) !== undefined) return;
  const message = 'must be of a droplet that Stagely has made';
  throw new InvalidInputError(
    `${failed} the droplet is not Stagely's, so nobody would heed its lease; or the token may not see its tags, which takes the scope tag:read. Use an id from createInstance() or listInstances().`,
    { ...operation, issues: [{ path: 'instanceId', message }] },
  );
}
