import { notFound } from '../errors.js';
import type { HetznerRequest } from '../requests/hetzner-request.js';
import { readId } from '../requests/read-id.js';
import type { Server } from '../state/server.js';

/**
 * The server that a path names, as of a time (default: now).
 *
 * @throws ApiError 404
 */
export function findServer(request: HetznerRequest, asOf?: number): Server {
  const id = readId(request);
  const server = request.project.servers.get(id, asOf);
  if (server === undefined) throw notFound('server', id);
  return server;
}
