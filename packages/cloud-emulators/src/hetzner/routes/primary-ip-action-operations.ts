import { assignPrimaryIp, unassignPrimaryIp } from '../commands/assign-primary-ip.js';
import { missingResource } from '../requests/find-reference.js';
import type {
  HetznerAnswer,
  HetznerOperation,
  HetznerRequest,
} from '../requests/hetzner-request.js';
import { assigneeBody } from '../requests/primary-ip-bodies.js';
import { readBody, readNoBody } from '../requests/read-body.js';
import type { Action } from '../state/action.js';
import { renderAction } from '../wire/render-action.js';
import { findPrimaryIp } from './find-primary-ip.js';

export const primaryIpActionOperations: readonly HetznerOperation[] = [
  { method: 'POST', path: '/v1/primary_ips/{id}/actions/assign', answer: assign },
  { method: 'POST', path: '/v1/primary_ips/{id}/actions/unassign', answer: unassign },
];

function assign(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const primaryIp = findPrimaryIp(request);
  const { assignee_id: assignee } = readBody(request, assigneeBody);
  const server = project.servers.get(assignee);
  if (server === undefined) throw missingResource('server');
  return started(request, assignPrimaryIp(account, project, primaryIp, server));
}

function unassign(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const primaryIp = findPrimaryIp(request);
  readNoBody(request);
  return started(request, unassignPrimaryIp(account, project, primaryIp));
}

function started({ account }: HetznerRequest, action: Action): HetznerAnswer {
  const now = account.context.clock.now();
  return { status: 201, body: { action: renderAction(account, action, now) } };
}
