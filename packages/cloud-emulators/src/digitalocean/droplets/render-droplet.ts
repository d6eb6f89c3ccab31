import { renderImage } from '../catalogue/images.js';
import { renderRegion } from '../catalogue/render-region.js';
import { renderSize } from '../catalogue/sizes.js';
import type { Inventory } from '../inventory.js';
import { renderTime } from '../requests/render-time.js';
import { type Droplet, isLocked, statusOf } from './droplet.js';
import { renderNetworks } from './droplet-addresses.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Catalogue = Pick<Inventory, 'regions' | 'sizes'>;

/** A droplet as it is at a time. A token that may not read tags sees none. */
export function renderDroplet(
  droplet: Droplet,
  asOf: number,
  { regions, sizes }: Catalogue,
  { showTags }: { showTags: boolean },
) {
  const size = renderSize(sizes.get(droplet.size.slug) ?? droplet.size);
  const region = regions.get(droplet.region.slug) ?? droplet.region;
  return {
    id: droplet.id,
    name: droplet.name.asOf(asOf) ?? droplet.name.current,
    memory: size.memory,
    vcpus: size.vcpus,
    disk: size.disk,
    disk_info: size.disk_info,
    locked: isLocked(droplet, asOf),
    status: statusOf(droplet, asOf),
    kernel: null,
    created_at: renderTime(droplet.createdAt),
    features: [...requestedFeatures(droplet), ...laterFeatures(droplet)],
    backup_ids: [],
    next_backup_window: droplet.features.backups ? nextBackupWindow(asOf) : null,
    snapshot_ids: [],
    image: renderImage(droplet.image),
    volume_ids: [],
    size,
    size_slug: size.slug,
    networks: renderNetworks(droplet, asOf),
    region: renderRegion(region, sizes),
    tags: showTags ? (droplet.tags.asOf(asOf) ?? droplet.tags.current) : [],
    vpc_uuid: droplet.vpcUuid,
    ...('gpu_info' in size && { gpu_info: size.gpu_info }),
  };
}

/** A droplet as the answer to its creation shows it: not locked yet, and without its network. */
export function renderCreatedDroplet(
  droplet: Droplet,
  asOf: number,
  catalogue: Catalogue,
  options: { showTags: boolean },
) {
  const { vpc_uuid: _, ...rendered } = renderDroplet(droplet, asOf, catalogue, options);
  return {
    ...rendered,
    locked: false,
    status: 'new',
    features: requestedFeatures(droplet),
    next_backup_window: null,
    networks: { v4: [], v6: [] },
  };
}

function requestedFeatures({ features: { backups, ipv6, monitoring } }: Droplet): string[] {
  return [
    ...(backups ? ['backups'] : []),
    ...(ipv6 ? ['ipv6'] : []),
    ...(monitoring ? ['monitoring'] : []),
  ];
}

function laterFeatures({ features: { agent } }: Droplet): string[] {
  return [...(agent ? ['droplet_agent'] : []), 'private_networking'];
}

function nextBackupWindow(asOf: number) {
  const start = (Math.floor(asOf / DAY) + 1) * DAY;
  return { start: renderTime(start), end: renderTime(start + 4 * HOUR) };
}
