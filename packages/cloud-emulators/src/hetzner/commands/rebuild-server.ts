import type { Image } from '../catalogue/images.js';
import { protectedResource } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';
import type { Action } from '../state/action.js';
import type { Project } from '../state/project.js';
import type { Server } from '../state/server.js';
import { requireUnlocked } from './require-unlocked.js';

export interface RebuiltServer {
  readonly action: Action;
  /** Null where the server has SSH keys. */
  readonly rootPassword: string | null;
}

/** @throws ApiError when the server is locked or protected */
export function rebuildServer(
  account: HetznerAccount,
  project: Project,
  server: Server,
  image: Image,
): RebuiltServer {
  const { clock, drawTiming } = account.context;
  const now = clock.now();
  requireUnlocked(account, server);
  if (server.protected.at(now)) throw protectedResource('server is rebuild protected');
  const action = account.startAction(project, {
    command: 'rebuild_server',
    resources: [{ type: 'server', id: server.id }],
    durationMs: drawTiming('rebuildMs'),
  });
  account.lock(server, action);
  const { finishesAt, failure } = action;
  server.status.plan(
    { from: now, value: 'rebuilding' },
    { from: finishesAt, value: failure ? 'off' : 'running' },
  );
  if (!failure) server.image.plan({ from: finishesAt, value: image });
  const rootPassword = server.sshKeys.length === 0 ? account.generatePassword() : null;
  return { action, rootPassword };
}
