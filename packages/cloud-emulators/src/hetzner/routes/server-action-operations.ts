import { changeProtection } from '../commands/change-protection.js';
import { powerCommands, powerServer } from '../commands/power-server.js';
import { rebuildServer } from '../commands/rebuild-server.js';
import { requireUnlocked } from '../commands/require-unlocked.js';
import type {
  HetznerAnswer,
  HetznerOperation,
  HetznerRequest,
} from '../requests/hetzner-request.js';
import { readBody, readNoBody } from '../requests/read-body.js';
import { resolveImage } from '../requests/resolve-image.js';
import { changeProtectionBody, rebuildServerBody } from '../requests/server-bodies.js';
import type { Action } from '../state/action.js';
import { renderAction } from '../wire/render-action.js';
import { findServer } from './find-server.js';

export const serverActionOperations: readonly HetznerOperation[] = [
  ...powerCommands.map(
    (command): HetznerOperation => ({
      method: 'POST',
      path: `/v1/servers/{id}/actions/${command}`,
      answer: (request) => {
        const { account, project } = request;
        const server = findServer(request);
        readNoBody(request);
        return started(request, powerServer(account, project, server, command));
      },
    }),
  ),
  { method: 'POST', path: '/v1/servers/{id}/actions/rebuild', answer: rebuild },
  { method: 'POST', path: '/v1/servers/{id}/actions/change_protection', answer: protect },
  { method: 'POST', path: '/v1/servers/{id}/actions/request_console', answer: requestConsole },
];

function rebuild(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const server = findServer(request);
  const body = readBody(request, rebuildServerBody);
  const image = resolveImage(account, project, body.image, server.type);
  const { action, rootPassword } = rebuildServer(account, project, server, image);
  return started(request, action, { root_password: rootPassword });
}

function protect(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const server = findServer(request);
  const wanted = readBody(request, changeProtectionBody);
  return started(request, changeProtection(account, project, server, wanted));
}

function requestConsole(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const server = findServer(request);
  readNoBody(request);
  requireUnlocked(account, server);
  const action = account.startAction(project, {
    command: 'request_console',
    resources: [{ type: 'server', id: server.id }],
    durationMs: 0,
  });
  const token = account.context.random.uuid();
  return started(request, action, {
    wss_url: `wss://console.hetzner.cloud/?server_id=${server.id}&token=${token}`,
    password: account.generatePassword(),
  });
}

function started({ account }: HetznerRequest, action: Action, more: object = {}): HetznerAnswer {
  const now = account.context.clock.now();
  return { status: 201, body: { ...more, action: renderAction(account, action, now) } };
}
