import type { HetznerAccount } from '../state/account.js';
import type { Project } from '../state/project.js';
import type { Server } from '../state/server.js';

/** Ends a server at a time, and at another one lets go of its name and its addresses. */
export function releaseServer(
  account: HetznerAccount,
  project: Project,
  server: Server,
  goneAt: number,
  releasedAt: number,
): void {
  server.goneAt = goneAt;
  project.servers.remove(server.id, goneAt);
  project.reserveName(server.name.latest, releasedAt);
  for (const address of [server.ipv4.latest, server.ipv6.latest]) {
    if (address === undefined) continue;
    address.assignee.plan({ from: releasedAt, value: null });
    if (address.autoDelete.latest) project.primaryIps.remove(address.id, releasedAt);
  }
  account.context.meter.end(String(server.id), goneAt);
}
