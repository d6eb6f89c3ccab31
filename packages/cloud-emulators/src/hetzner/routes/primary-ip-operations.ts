import { assignPrimaryIp } from '../commands/assign-primary-ip.js';
import { createPrimaryIp, requirePrimaryIpQuota } from '../commands/create-primary-ip.js';
import { notUnique, unprocessable } from '../errors.js';
import { labelCriteria } from '../listing/label-criteria.js';
import { allOf, hasKey, type ListCriteria } from '../listing/list-criteria.js';
import { listPage } from '../listing/list-page.js';
import type {
  HetznerAnswer,
  HetznerOperation,
  HetznerRequest,
} from '../requests/hetzner-request.js';
import { updatePrimaryIpBody } from '../requests/primary-ip-bodies.js';
import { readBody, readNoBody } from '../requests/read-body.js';
import { readLabelSelector } from '../requests/read-label-selector.js';
import { pageParameters, readPage } from '../requests/read-page.js';
import { readPrimaryIpSpec } from '../requests/read-primary-ip-spec.js';
import { one } from '../requests/read-query.js';
import { readSort } from '../requests/read-sort.js';
import { readTime } from '../requests/read-time.js';
import type { PrimaryIp } from '../state/primary-ip.js';
import type { Project } from '../state/project.js';
import { renderAction } from '../wire/render-action.js';
import { renderPage } from '../wire/render-page.js';
import { renderPrimaryIp } from '../wire/render-primary-ip.js';
import { findPrimaryIp } from './find-primary-ip.js';

const listParameters = {
  ...pageParameters,
  name: 'once',
  label_selector: 'once',
  ip: 'once',
  sort: 'repeated',
} as const;

export const primaryIpOperations: readonly HetznerOperation[] = [
  { method: 'GET', path: '/v1/primary_ips', parameters: listParameters, answer: listPrimaryIps },
  { method: 'POST', path: '/v1/primary_ips', answer: create },
  { method: 'GET', path: '/v1/primary_ips/{id}', answer: getPrimaryIp },
  { method: 'PUT', path: '/v1/primary_ips/{id}', answer: update },
  { method: 'DELETE', path: '/v1/primary_ips/{id}', answer: remove },
];

function listPrimaryIps(request: HetznerRequest): HetznerAnswer {
  const { account, project, query } = request;
  const page = readPage(account, query);
  const sort = readSort(query, ['id', 'created']);
  const selector = readLabelSelector(query);
  const name = one(query, 'name');
  const ip = one(query, 'ip');
  const { now, asOf } = readTime(request, 'list');

  const criteria: ListCriteria<PrimaryIp>[] = [
    ...labelCriteria<PrimaryIp>(selector, (primaryIp) => primaryIp.labels.at(asOf)),
  ];
  if (name !== undefined) {
    criteria.push(hasKey(`name:${name}`, (primaryIp) => primaryIp.name.at(asOf) === name));
  }
  if (ip !== undefined) criteria.push(hasKey(`ip:${ip}`, (primaryIp) => primaryIp.ip === ip));
  const { items, total } = listPage(project.primaryIps, {
    criteria: allOf(criteria),
    page,
    sort,
    sortValues: { id: ({ id }) => id, created: ({ createdAt }) => createdAt },
    asOf,
    now,
  });
  const rendered = items.map((primaryIp) => renderPrimaryIp(account, primaryIp, asOf));
  return renderPage(request, 'primary_ips', page, { items: rendered, total });
}

function create(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const { server, ...spec } = readPrimaryIpSpec(request);
  requireFreeName(project, spec.name);
  requirePrimaryIpQuota(account);
  const primaryIp = createPrimaryIp(account, project, spec);
  const now = account.context.clock.now();
  let action = null;
  if (server) {
    try {
      action = renderAction(account, assignPrimaryIp(account, project, primaryIp, server), now);
    } catch (error) {
      project.primaryIps.remove(primaryIp.id);
      throw error;
    }
  }
  return {
    status: 201,
    body: { primary_ip: renderPrimaryIp(account, primaryIp, now), action },
  };
}

function getPrimaryIp(request: HetznerRequest): HetznerAnswer {
  const { asOf } = readTime(request, 'get');
  const primaryIp = findPrimaryIp(request, asOf);
  return {
    status: 200,
    body: { primary_ip: renderPrimaryIp(request.account, primaryIp, asOf) },
  };
}

function update(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const primaryIp = findPrimaryIp(request);
  const changes = readBody(request, updatePrimaryIpBody);
  const from = account.context.clock.now();
  if (changes.name !== undefined) {
    requireFreeName(project, changes.name, primaryIp);
    primaryIp.name.plan({ from, value: changes.name });
  }
  if (changes.labels !== undefined) primaryIp.labels.plan({ from, value: changes.labels });
  if (changes.auto_delete !== undefined) {
    primaryIp.autoDelete.plan({ from, value: changes.auto_delete });
  }
  project.primaryIps.reindex(primaryIp.id);
  return { status: 200, body: { primary_ip: renderPrimaryIp(account, primaryIp, from) } };
}

function remove(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const primaryIp = findPrimaryIp(request);
  readNoBody(request);
  if (primaryIp.assignee.at(account.context.clock.now()) !== null) {
    throw unprocessable('must_be_unassigned', 'primary IP must be unassigned');
  }
  project.primaryIps.remove(primaryIp.id);
  return { status: 204 };
}

function requireFreeName(project: Project, name: string, by?: PrimaryIp): void {
  const { items } = project.primaryIps.page({ key: `name:${name}`, limit: 2 });
  if (items.some((other) => other !== by)) throw notUnique('name is already used', 'name');
}
