import type { ServerSpec } from '../commands/create-server.js';
import { invalidField, invalidInput } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';
import type { Project } from '../state/project.js';
import { missingResource, unknownReference } from './find-reference.js';
import type { HetznerRequest } from './hetzner-request.js';
import { readBody } from './read-body.js';
import { resolveImage } from './resolve-image.js';
import { resolvePlacement } from './resolve-placement.js';
import { resolvePublicAddress } from './resolve-public-address.js';
import { createServerBody } from './server-bodies.js';

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
