import type { PrimaryIpSpec } from '../commands/create-primary-ip.js';
import { invalidField, invalidFields } from '../errors.js';
import type { Server } from '../state/server.js';
import { findByReference, missingResource, unknownReference } from './find-reference.js';
import type { HetznerRequest } from './hetzner-request.js';
import { createPrimaryIpBody } from './primary-ip-bodies.js';
import { readBody } from './read-body.js';

/**
 * Reads what `POST /primary_ips` asks for.
 *
 * @throws ApiError for wrong fields, and when not exactly one of location and assignee is given
 */
export function readPrimaryIpSpec(
  request: HetznerRequest,
): PrimaryIpSpec & { readonly name: string; readonly server: Server | undefined } {
  const { account, project } = request;
  const body = readBody(request, createPrimaryIpBody);
  const { name, type, labels: given, auto_delete: autoDelete } = body;
  const spec = { name, type, labels: given, autoDelete };
  if (body.assignee_id === null) {
    if (body.location === undefined) throw invalidField('location', 'is required');
    const location = findByReference(account.catalogue.locations, body.location);
    if (location === undefined) throw unknownReference(account, 'location');
    return { ...spec, location, server: undefined };
  }
  if (body.assignee_type === undefined) throw invalidField('assignee_type', 'is required');
  if (body.location !== undefined) {
    const messages = ['location and assignee_id are mutually exclusive'];
    throw invalidFields([
      { name: 'location', messages },
      { name: 'assignee_id', messages },
    ]);
  }
  const server = project.servers.get(body.assignee_id);
  if (server === undefined) throw missingResource('server');
  return { ...spec, location: server.location, server };
}
