import type { HetznerAccount } from '../state/account.js';
import { type Action, progressOf, statusOf } from '../state/action.js';
import { renderTime } from './render-time.js';

const officialExample = { code: 'action_failed', message: 'Action failed' };

export function renderAction({ behaviour }: HetznerAccount, action: Action, time: number) {
  const status = statusOf(action, time);
  const { failure } = action;
  const error =
    status === 'error' && failure ? { code: failure.code, message: failure.message } : null;
  return {
    id: action.id,
    command: action.command,
    status,
    progress: progressOf(action, time),
    started: renderTime(action.startedAt),
    finished: status === 'running' ? null : renderTime(action.finishesAt),
    resources: action.resources.map(({ id, type }) => ({ id, type })),
    error: error ?? (behaviour.errorOnEveryAction ? officialExample : null),
  };
}
