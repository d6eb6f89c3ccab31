import { toOwnershipTags } from '@stagely/core/plugin';
import type { HetznerClient } from '../client/hetzner-client.js';
import type { ServerBuilder } from '../client/server-builder.js';
import { toServerName } from '../instances/server-name.js';
import { toLabels } from '../labels/tag-labels.js';
import type { HetznerSpec } from '../parse-hetzner-spec.js';
import type { ServerPlan } from './plan-servers.js';

/** The create request for a machine: all that makes it Stagely's is in it, so that no machine is ever without. */
export function buildServer(
  client: HetznerClient,
  spec: HetznerSpec,
  { serverType, image }: ServerPlan,
  creator: string,
): ServerBuilder {
  const { region, tags, userData, options, idempotencyKeyHash, specHash, expiresAt } = spec;
  const ownership = toOwnershipTags({ idempotencyKeyHash, specHash, expiresAt, creator });
  const builder = client.servers
    .build(toServerName(idempotencyKeyHash))
    .serverType(serverType)
    .image(image)
    .location(region)
    .labels({ ...toLabels(tags), ...ownership })
    .publicNet({ enableIPv4: true, enableIPv6: options.ipv6 });
  if (userData !== undefined) builder.userData(userData);
  for (const sshKey of options.sshKeys) builder.sshKey(sshKey);
  for (const network of options.networks) builder.network(network);
  for (const firewall of options.firewalls) builder.firewall(firewall);
  return builder;
}
