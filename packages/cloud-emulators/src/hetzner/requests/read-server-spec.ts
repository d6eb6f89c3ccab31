import * as v from 'valibot';
import { invalidField, invalidInput } from '../errors.js';
import type { ServerSpec } from '../operations/create-server.js';
import type { HetznerAccount } from '../state/account.js';
import type { Project } from '../state/project.js';
import { flag, hostName, id, labels, reference, userData } from './body-fields.js';
import { missingResource, unknownReference } from './find-reference.js';
import type { HetznerRequest } from './hetzner-request.js';
import { type ObjectOf, readBody } from './read-body.js';
import { resolveImage } from './resolve-image.js';
import { resolvePlacement } from './resolve-placement.js';
import { resolvePublicAddress } from './resolve-public-address.js';

const createServerBody = (object: ObjectOf) => ({
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

/**
 * Reads what `POST /servers` asks for and finds everything it names.
 *
 * @throws ApiError for wrong fields, for what does not exist, and for what does not fit together
 */
export function readServerSpec(request: HetznerRequest): ServerSpec {
  const { account, project } = request;
  const body = readBody(request, createServerBody);
  const { type, location } = resolvePlacement(account, body.server_type, body.location);
  const image = resolveImage(account, project, body.image, type);
  const { public_net: net } = body;
  const spec = {
    name: body.name,
    type,
    location,
    image,
    labels: body.labels,
    userData: body.user_data,
    start: body.start_after_create,
    sshKeys: body.ssh_keys.map((key) => findSshKey(account, project, key)),
    ipv4: resolvePublicAddress(project, 'ipv4', net.enable_ipv4, net.ipv4, location),
    ipv6: resolvePublicAddress(project, 'ipv6', net.enable_ipv6, net.ipv6, location),
    networks: body.networks.map((network) => findNetwork(project, network)),
    firewalls: body.firewalls.map(({ firewall }) => findFirewall(project, firewall)),
  };
  if (body.volumes.length > 0) throw missingResource('volume');
  if (body.placement_group !== undefined) throw missingResource('placement group');
  if (spec.start && spec.ipv4 === 'none' && spec.ipv6 === 'none' && spec.networks.length === 0) {
    throw invalidInput('server has no network interface');
  }
  return spec;
}

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

function findSshKey(account: HetznerAccount, project: Project, wanted: string) {
  const byId = /^\d+$/.test(wanted) ? project.sshKeys.get(Number(wanted)) : undefined;
  const key = byId ?? project.sshKeys.page({ key: `name:${wanted}`, limit: 1 }).items[0];
  if (key !== undefined) return key;
  if (account.behaviour.unknownReference === 'not_found')
    throw unknownReference(account, 'SSH key');
  throw invalidField('ssh_keys', `SSH key ${wanted} not found`);
}

function findNetwork(project: Project, network: number) {
  const found = project.networks.get(network);
  if (found === undefined) throw missingResource('network');
  return found;
}

function findFirewall(project: Project, firewall: number) {
  if (!project.firewalls.has(firewall)) throw missingResource('firewall');
  return firewall;
}
