import * as v from 'valibot';
import { flag, id, labels, reference, resourceName } from './body-fields.js';

export const createPrimaryIpBody = () => ({
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

export const updatePrimaryIpBody = () => ({
  name: v.optional(resourceName),
  labels: v.optional(labels),
  auto_delete: v.optional(flag),
});
