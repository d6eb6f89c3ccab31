import { notFound } from '../errors.js';
import type { HetznerRequest } from '../requests/hetzner-request.js';
import { readId } from '../requests/read-id.js';
import type { PrimaryIp } from '../state/primary-ip.js';

/**
 * The primary IP that a path names, as of a time (default: now).
 *
 * @throws ApiError 404
 */
export function findPrimaryIp(request: HetznerRequest, asOf?: number): PrimaryIp {
  const id = readId(request);
  const primaryIp = request.project.primaryIps.get(id, asOf);
  if (primaryIp === undefined) throw notFound('primary IP', id);
  return primaryIp;
}
