import { invalidInput, unprocessable } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';
import type { Action } from '../state/action.js';
import type { PrimaryIp } from '../state/primary-ip.js';
import type { Project } from '../state/project.js';
import type { Server } from '../state/server.js';
import { requireUnlocked } from './require-unlocked.js';

/** @throws ApiError when the address is in use, or the server is not off or has such an address */
export function assignPrimaryIp(
  account: HetznerAccount,
  project: Project,
  primaryIp: PrimaryIp,
  server: Server,
): Action {
  const now = account.context.clock.now();
  requireUnlocked(account, server);
  requireStopped(account, server);
  if (primaryIp.assignee.latest !== null || primaryIp.assignee.at(now) !== null) {
    throw unprocessable(
      'primary_ip_already_assigned',
      'primary IP is already assigned to a different server',
    );
  }
  if (server[primaryIp.type].latest !== undefined) {
    throw unprocessable(
      `server_has_${primaryIp.type}`,
      `server already has an ${primaryIp.type} address`,
    );
  }
  if (primaryIp.location.name !== server.location.name) {
    throw invalidInput('primary IP and server must be in the same location');
  }
  const action = startChange(account, project, 'assign_primary_ip', primaryIp, server);
  if (!action.failure) {
    primaryIp.assignee.plan({ from: now, value: server.id });
    server[primaryIp.type].plan({ from: now, value: primaryIp });
  }
  return action;
}

/** @throws ApiError when the address is not in use, or its server is not off */
export function unassignPrimaryIp(
  account: HetznerAccount,
  project: Project,
  primaryIp: PrimaryIp,
): Action {
  const now = account.context.clock.now();
  const assignee = primaryIp.assignee.at(now);
  const server = assignee === null ? undefined : account.allServers.get(assignee);
  if (server === undefined) {
    throw unprocessable('primary_ip_not_assigned', 'primary IP is not assigned');
  }
  requireUnlocked(account, server);
  requireStopped(account, server);
  const action = startChange(account, project, 'unassign_primary_ip', primaryIp, server);
  if (!action.failure) {
    primaryIp.assignee.plan({ from: action.finishesAt, value: null });
    server[primaryIp.type].plan({ from: action.finishesAt, value: undefined });
  }
  return action;
}

function startChange(
  account: HetznerAccount,
  project: Project,
  command: string,
  primaryIp: PrimaryIp,
  server: Server,
): Action {
  const action = account.startAction(project, {
    command,
    resources: [
      { type: 'primary_ip', id: primaryIp.id },
      { type: 'server', id: server.id },
    ],
    durationMs: account.context.drawTiming('changeMs'),
  });
  account.lock(server, action);
  return action;
}

function requireStopped(account: HetznerAccount, server: Server): void {
  if (server.status.at(account.context.clock.now()) !== 'off') {
    throw unprocessable('server_not_stopped', 'server is running, but needs to be powered off');
  }
}
