import type { ManagedInstance } from '@stagely/core/plugin';
import type { Droplet } from '../api/droplet.js';
import { mapDropletStatus } from './map-droplet-status.js';
import { readOwnership } from './read-ownership.js';

/** A droplet in the toolkit's words. All droplets are amd64 and on demand. */
export function toManagedInstance(droplet: Droplet): ManagedInstance {
  const state = mapDropletStatus(droplet.status);
  const publicIp = addressOf(droplet, 'public');
  const privateIp = addressOf(droplet, 'private');
  const launchedAt = readTime(droplet.created_at);
  return {
    tags: {},
    ...readOwnership(droplet),
    instanceId: String(droplet.id),
    state,
    ready: state === 'running' && publicIp !== undefined,
    region: droplet.region.slug,
    instanceType: droplet.size_slug,
    architecture: 'amd64',
    spotInstance: false,
    ...(publicIp === undefined ? {} : { publicIp }),
    ...(privateIp === undefined ? {} : { privateIp }),
    ...(launchedAt === undefined ? {} : { launchedAt }),
  };
}

/** Addresses come in any order, the private one often first. */
function addressOf({ networks }: Droplet, type: 'public' | 'private'): string | undefined {
  return networks?.v4.find((address) => address.type === type)?.ip_address;
}

function readTime(text: string | undefined | null): Date | undefined {
  const time = new Date(text ?? Number.NaN);
  return Number.isFinite(time.getTime()) ? time : undefined;
}
