import * as v from 'valibot';
import { invalidField, invalidFields } from '../errors.js';
import type { PrimaryIpSpec } from '../operations/create-primary-ip.js';
import type { Server } from '../state/server.js';
import { flag, id, labels, reference, resourceName } from './body-fields.js';
import { findByReference, missingResource, unknownReference } from './find-reference.js';
import type { HetznerRequest } from './hetzner-request.js';
import { readBody } from './read-body.js';

const createPrimaryIpBody = () => ({
  name: resourceName,
  type: v.picklist(['ipv4', 'ipv6'], 'must be one of ipv4, ipv6'),
  location: v.optional(reference),
  datacenter: v.optional(
    v.custom<never>(() => false, 'datacenter was removed from the API, use location'),
  ),
  assignee_type: v.optional(v.picklist(['server'], 'must be server')),
  assignee_id: v.optional(v.nullable(id), null),
  auto_delete: v.optional(flag, false),
  labels: v.optional(labels, {}),
});

export const assigneeBody = () => ({
  assignee_type: v.picklist(['server'], 'must be server'),
  assignee_id: id,
});

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
