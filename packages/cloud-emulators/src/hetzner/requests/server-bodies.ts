import * as v from 'valibot';
import { flag, hostName, id, labels, reference, userData } from './body-fields.js';
import type { ObjectOf } from './read-body.js';

export const createServerBody = (object: ObjectOf) => ({
  name: hostName,
  server_type: reference,
  image: reference,
  location: v.optional(reference),
  datacenter: v.optional(
    v.custom<never>(() => false, 'datacenter was removed from the API, use location'),
  ),
  start_after_create: v.optional(flag, true),
  placement_group: v.optional(id),
  ssh_keys: v.optional(v.array(reference, 'is not a list'), []),
  volumes: v.optional(v.array(id, 'is not a list'), []),
  networks: v.optional(v.array(id, 'is not a list'), []),
  firewalls: v.optional(v.array(object({ firewall: id }), 'is not a list'), []),
  user_data: v.optional(userData),
  labels: v.optional(labels, {}),
  automount: v.optional(flag),
  public_net: v.optional(
    object({
      enable_ipv4: v.optional(flag, true),
      enable_ipv6: v.optional(flag, true),
      ipv4: v.optional(v.nullable(id), null),
      ipv6: v.optional(v.nullable(id), null),
    }),
    {},
  ),
});

export const updateServerBody = () => ({
  name: v.optional(hostName),
  labels: v.optional(labels),
});

export const rebuildServerBody = () => ({
  image: reference,
  user_data: v.optional(userData),
});

export const changeProtectionBody = () => ({
  delete: v.optional(flag),
  rebuild: v.optional(flag),
});
