import { protectedResource } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';
import type { Action } from '../state/action.js';
import type { Project } from '../state/project.js';
import type { Server } from '../state/server.js';
import { releaseServer } from './release-server.js';
import { requireUnlocked } from './require-unlocked.js';

/** @throws ApiError when the server is locked or protected */
export function deleteServer(account: HetznerAccount, project: Project, server: Server): Action {
  const { clock, drawTiming } = account.context;
  const now = clock.now();
  requireUnlocked(account, server);
  if (server.protected.at(now)) throw protectedResource('server is delete protected');

  const action = account.startAction(project, {
    command: 'delete_server',
    resources: [{ type: 'server', id: server.id }],
    durationMs: drawTiming('deleteMs'),
  });
  account.lock(server, action);
  const before = server.status.at(now);
  server.status.plan({ from: now, value: 'deleting' });
  if (action.failure) {
    server.status.plan({ from: action.finishesAt, value: before });
  } else {
    const goneAt = now + drawTiming('goneMs');
    releaseServer(account, project, server, goneAt, Math.max(goneAt, action.finishesAt));
  }
  return action;
}
