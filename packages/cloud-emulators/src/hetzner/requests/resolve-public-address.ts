import type { Location } from '../catalogue/locations.js';
import type { PublicAddress } from '../commands/create-server.js';
import { invalidField, primaryIpVersionMismatch, unprocessable } from '../errors.js';
import type { IpVersion } from '../state/primary-ip.js';
import type { Project } from '../state/project.js';
import { missingResource } from './find-reference.js';

/** @throws ApiError when the primary IP does not exist, is in use, or is of another kind or place */
export function resolvePublicAddress(
  project: Project,
  type: IpVersion,
  enabled: boolean,
  id: number | null,
  location: Location,
): PublicAddress {
  if (id === null) return enabled ? 'new' : 'none';
  if (!enabled) throw invalidField(`public_net.${type}`, `enable_${type} is false`);
  const primaryIp = project.primaryIps.get(id);
  if (primaryIp === undefined) throw missingResource('primary IP');
  if (primaryIp.type !== type) throw primaryIpVersionMismatch();
  if (primaryIp.assignee.latest !== null) {
    throw unprocessable('primary_ip_assigned', 'primary IP is already assigned to a server');
  }
  if (primaryIp.location.name !== location.name) {
    throw unprocessable('primary_ip_datacenter_mismatch', 'primary IP is in a different location');
  }
  return primaryIp;
}
