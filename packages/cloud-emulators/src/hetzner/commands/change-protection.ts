import { invalidInput } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';
import type { Action } from '../state/action.js';
import type { Project } from '../state/project.js';
import type { Server } from '../state/server.js';
import { requireUnlocked } from './require-unlocked.js';

/**
 * Protects a server from deletion and rebuilding, or no longer.
 *
 * @throws ApiError when the two would differ, or the server is locked
 */
export function changeProtection(
  account: HetznerAccount,
  project: Project,
  server: Server,
  wanted: { readonly delete?: boolean | undefined; readonly rebuild?: boolean | undefined },
): Action {
  const now = account.context.clock.now();
  requireUnlocked(account, server);
  const current = server.protected.at(now);
  const fromDeletion = wanted.delete ?? current;
  const fromRebuilding = wanted.rebuild ?? current;
  if (fromDeletion !== fromRebuilding) {
    throw invalidInput('delete and rebuild protection must have the same value');
  }
  const action = account.startAction(project, {
    command: 'change_protection',
    resources: [{ type: 'server', id: server.id }],
    durationMs: account.context.drawTiming('changeMs'),
  });
  account.lock(server, action);
  if (!action.failure) server.protected.plan({ from: action.finishesAt, value: fromDeletion });
  return action;
}
