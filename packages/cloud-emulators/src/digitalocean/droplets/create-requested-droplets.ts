import type { Action } from '../actions/action.js';
import { noAccess, unprocessable } from '../api-errors.js';
import type { DigitalOceanContext } from '../digitalocean-types.js';
import type { Inventory } from '../inventory.js';
import type { Droplet } from './droplet.js';
import { findPlaces, notInThisRegion } from './find-places.js';
import type { DropletRequest } from './read-droplet-request.js';

/**
 * Creates the droplets of a request: all of them, or none.
 *
 * @throws ApiError 403 when the account is locked, 422 when something that the request names does not exist,
 *   the droplet limit would be exceeded, or the region has none left
 */
export function createRequestedDroplets(
  request: DropletRequest,
  inventory: Inventory,
  { quotas, capacity }: DigitalOceanContext,
): { droplet: Droplet; action: Action }[] {
  if (inventory.account.status === 'locked') throw noAccess();
  const { size, image, regions } = findPlaces(request, inventory);
  const sshKeyIds = findSshKeys(request, inventory);
  const { vpcUuid } = request;
  const reachable = regions.filter(
    ({ slug }) => vpcUuid === undefined || inventory.vpcs.find(vpcUuid, slug),
  );
  if (reachable.length === 0) {
    throw unprocessable('You specified invalid VPC parameters for Droplet creation.');
  }
  if (request.volumes.length > 0) {
    throw unprocessable(`Volumes not found: ${request.volumes.join(', ')}`);
  }
  const count = request.names.length;
  if (!quotas.allows('droplets', inventory.droplets.store.count(), count)) {
    throw unprocessable('creating this/these droplet(s) will exceed your droplet limit');
  }
  const region = reachable.find(({ slug }) =>
    capacity.take({ type: size.slug, region: slug, market: 'on-demand' }, count),
  );
  if (region === undefined) throw notInThisRegion();

  return request.names.map((name) =>
    inventory.droplets.create({
      name,
      size,
      image,
      region,
      sshKeyIds,
      tags: request.tags,
      vpcUuid: vpcUuid ?? inventory.vpcs.defaultOf(region.slug).id,
      features: request.features,
      userData: request.userData,
    }),
  );
}

function findSshKeys({ sshKeys }: DropletRequest, inventory: Inventory): number[] {
  const unknown = sshKeys.filter((key) => inventory.sshKeys.find(key) === undefined);
  if (unknown.length > 0) {
    throw unprocessable(`${unknown.join(', ')} are invalid key identifiers for Droplet creation.`);
  }
  return sshKeys.flatMap((key) => inventory.sshKeys.find(key)?.id ?? []);
}
