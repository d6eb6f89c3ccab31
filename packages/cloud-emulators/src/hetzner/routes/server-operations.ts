import { createServer } from '../commands/create-server.js';
import { deleteServer } from '../commands/delete-server.js';
import { requireUnlocked } from '../commands/require-unlocked.js';
import { notUnique } from '../errors.js';
import { labelCriteria } from '../listing/label-criteria.js';
import { allOf, hasKey, type ListCriteria, satisfies } from '../listing/list-criteria.js';
import { listPage } from '../listing/list-page.js';
import type {
  HetznerAnswer,
  HetznerOperation,
  HetznerRequest,
} from '../requests/hetzner-request.js';
import { readBody, readNoBody } from '../requests/read-body.js';
import { readChoices } from '../requests/read-choices.js';
import { readLabelSelector } from '../requests/read-label-selector.js';
import { metricsParameters, readMetricsRequest } from '../requests/read-metrics-request.js';
import { pageParameters, readPage } from '../requests/read-page.js';
import { one } from '../requests/read-query.js';
import { readServerSpec } from '../requests/read-server-spec.js';
import { readSort } from '../requests/read-sort.js';
import { readTime } from '../requests/read-time.js';
import { updateServerBody } from '../requests/server-bodies.js';
import { type Server, serverStatuses } from '../state/server.js';
import { renderAction } from '../wire/render-action.js';
import { renderMetrics } from '../wire/render-metrics.js';
import { renderPage } from '../wire/render-page.js';
import { renderServer } from '../wire/render-server.js';
import { findServer } from './find-server.js';

const listParameters = {
  ...pageParameters,
  name: 'once',
  label_selector: 'once',
  status: 'repeated',
  sort: 'repeated',
} as const;

export const serverOperations: readonly HetznerOperation[] = [
  { method: 'GET', path: '/v1/servers', parameters: listParameters, answer: listServers },
  { method: 'POST', path: '/v1/servers', answer: create },
  { method: 'GET', path: '/v1/servers/{id}', answer: getServer },
  { method: 'PUT', path: '/v1/servers/{id}', answer: updateServer },
  { method: 'DELETE', path: '/v1/servers/{id}', answer: remove },
  {
    method: 'GET',
    path: '/v1/servers/{id}/metrics',
    parameters: metricsParameters,
    answer: getMetrics,
  },
];

function listServers(request: HetznerRequest): HetznerAnswer {
  const { account, project, query } = request;
  const page = readPage(account, query);
  const sort = readSort(query, ['id', 'name', 'created']);
  const selector = readLabelSelector(query);
  const statuses = readChoices(query, 'status', serverStatuses);
  const name = one(query, 'name');
  const { now, asOf } = readTime(request, 'list');

  const criteria: ListCriteria<Server>[] = [
    ...labelCriteria<Server>(selector, ({ labels }) => labels.at(asOf)),
  ];
  if (name !== undefined) {
    criteria.push(hasKey(`name:${name}`, (server) => server.name.at(asOf) === name));
  }
  if (statuses) criteria.push(satisfies(({ status }) => statuses.includes(status.at(asOf))));
  const { items, total } = listPage(project.servers, {
    criteria: allOf(criteria),
    page,
    sort,
    sortValues: {
      id: ({ id }) => id,
      name: (server) => server.name.at(asOf),
      created: ({ createdAt }) => createdAt,
    },
    asOf,
    now,
  });
  const servers = items.map((server) => renderServer(account, server, asOf));
  return renderPage(request, 'servers', page, { items: servers, total });
}

function create(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const spec = readServerSpec(request);
  if (project.isServerNameTaken(spec.name)) {
    throw notUnique('server name is already used', 'name');
  }
  const { server, action, nextActions, rootPassword } = createServer(account, project, spec);
  const now = account.context.clock.now();
  return {
    status: 201,
    body: {
      server: renderServer(account, server, now),
      action: renderAction(account, action, now),
      next_actions: nextActions.map((next) => renderAction(account, next, now)),
      root_password: rootPassword,
    },
  };
}

function getServer(request: HetznerRequest): HetznerAnswer {
  const { asOf } = readTime(request, 'get');
  const server = findServer(request, asOf);
  return { status: 200, body: { server: renderServer(request.account, server, asOf) } };
}

function updateServer(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const server = findServer(request);
  const { name, labels } = readBody(request, updateServerBody);
  if (account.behaviour.updatesWhileLocked === 'refuse') requireUnlocked(account, server);
  if (name !== undefined && project.isServerNameTaken(name, server)) {
    throw notUnique('server name is already used', 'name');
  }
  const now = account.context.clock.now();
  if (name !== undefined) server.name.plan({ from: now, value: name });
  if (labels !== undefined) server.labels.plan({ from: now, value: labels });
  project.servers.reindex(server.id);
  return { status: 200, body: { server: renderServer(account, server, now) } };
}

function remove(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const server = findServer(request);
  readNoBody(request);
  const action = deleteServer(account, project, server);
  const now = account.context.clock.now();
  return { status: 200, body: { action: renderAction(account, action, now) } };
}

function getMetrics(request: HetznerRequest): HetznerAnswer {
  const wanted = readMetricsRequest(request);
  const { asOf } = readTime(request, 'get');
  const server = findServer(request, asOf);
  return { status: 200, body: { metrics: renderMetrics(server, wanted, asOf) } };
}
