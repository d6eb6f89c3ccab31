import { invalidField, notFound, removedEndpoint } from '../errors.js';
import { allOf, hasKey, type ListCriteria, satisfies } from '../listing/list-criteria.js';
import { listPage, type SortValues, slicePage, sortItems } from '../listing/list-page.js';
import type {
  HetznerAnswer,
  HetznerOperation,
  HetznerRequest,
} from '../requests/hetzner-request.js';
import { readChoices } from '../requests/read-choices.js';
import { parseId, readId } from '../requests/read-id.js';
import { pageParameters, readPage } from '../requests/read-page.js';
import type { Query } from '../requests/read-query.js';
import { readSort } from '../requests/read-sort.js';
import { readTime } from '../requests/read-time.js';
import { type Action, type ActionResource, actionStatuses, statusOf } from '../state/action.js';
import { renderAction } from '../wire/render-action.js';
import { renderPage } from '../wire/render-page.js';
import { findPrimaryIp } from './find-primary-ip.js';
import { findServer } from './find-server.js';

const listParameters = {
  ...pageParameters,
  id: 'repeated',
  status: 'repeated',
  sort: 'repeated',
} as const;

const LISTING_REMOVED =
  'https://docs.hetzner.cloud/changelog#2025-01-30-listing-arbitrary-actions-in-the-actions-list-endpoint-is-removed';

/** The kinds of resources that have lists of actions of their own. */
const resources = [
  { path: '/v1/servers', type: 'server', find: findServer },
  { path: '/v1/primary_ips', type: 'primary_ip', find: findPrimaryIp },
] as const;

export const actionOperations: readonly HetznerOperation[] = [
  { method: 'GET', path: '/v1/actions', parameters: listParameters, answer: listByIds },
  { method: 'GET', path: '/v1/actions/{id}', answer: (request) => getAction(request) },
  ...resources.flatMap(({ path, type, find }): readonly HetznerOperation[] => [
    {
      method: 'GET',
      path: `${path}/actions`,
      parameters: listParameters,
      answer: (request) => listByKey(request, type),
    },
    {
      method: 'GET',
      path: `${path}/actions/{id}`,
      answer: (request) => getAction(request, { type }),
    },
    {
      method: 'GET',
      path: `${path}/{id}/actions`,
      parameters: listParameters,
      answer: (request) => listByKey(request, `${type}:${find(request).id}`),
    },
    {
      method: 'GET',
      path: `${path}/{id}/actions/{action_id}`,
      answer: (request) =>
        getAction(request, { type, id: find(request).id, parameter: 'action_id' }),
    },
  ]),
];

/** Ids that do not exist are left out. */
function listByIds(request: HetznerRequest): HetznerAnswer {
  const { account, project, query } = request;
  const ids = readIds(query);
  if (ids === undefined) throw removedEndpoint(LISTING_REMOVED);
  const page = readPage(account, query);
  const statuses = readChoices(query, 'status', actionStatuses);
  const { asOf } = readTime(request, 'get');
  const actions = Array.from(new Set(ids), (id) => project.actions.get(id, asOf) ?? [])
    .flat()
    .filter((action) => !statuses || statuses.includes(statusOf(action, asOf)));
  const sort = readSort(query, Object.keys(sortValues(asOf)));
  const sorted = sortItems(actions, sort, sortValues(asOf));
  const { items, total } = slicePage(sorted, page);
  const rendered = items.map((action) => renderAction(account, action, asOf));
  return renderPage(request, 'actions', page, { items: rendered, total });
}

function listByKey(request: HetznerRequest, key: string): HetznerAnswer {
  const { account, project, query } = request;
  const page = readPage(account, query);
  const ids = readIds(query);
  const statuses = readChoices(query, 'status', actionStatuses);
  const { now, asOf } = readTime(request, 'list');
  const values = sortValues(asOf);
  const sort = readSort(query, Object.keys(values));
  // Which resources an action is for never changes.
  const criteria: ListCriteria<Action>[] = [
    hasKey(key, ({ resources }) => hasResource(resources, key)),
  ];
  if (ids) criteria.push(satisfies(({ id }) => ids.includes(id)));
  if (statuses) criteria.push(satisfies((action) => statuses.includes(statusOf(action, asOf))));
  const { items, total } = listPage(project.actions, {
    criteria: allOf(criteria),
    page,
    sort,
    sortValues: values,
    asOf,
    now,
  });
  const rendered = items.map((action) => renderAction(account, action, asOf));
  return renderPage(request, 'actions', page, { items: rendered, total });
}

function getAction(
  request: HetznerRequest,
  of: { type?: string; id?: number; parameter?: string } = {},
): HetznerAnswer {
  const id = readId(request, of.parameter);
  const { asOf } = readTime(request, 'get');
  const action = request.project.actions.get(id, asOf);
  const belongs = action?.resources.some(
    ({ type, id: resource }) =>
      (of.type === undefined || of.type === type) && (of.id === undefined || of.id === resource),
  );
  if (action === undefined || !belongs) throw notFound('action', id);
  return { status: 200, body: { action: renderAction(request.account, action, asOf) } };
}

function readIds(query: Query): readonly number[] | undefined {
  return query.get('id')?.map((text) => {
    const id = parseId(text);
    if (id === undefined) throw invalidField('id', 'is not a valid ID');
    return id;
  });
}

function hasResource(all: readonly ActionResource[], key: string): boolean {
  return all.some(({ type, id }) => key === type || key === `${type}:${id}`);
}

function sortValues(asOf: number): SortValues<Action> {
  return {
    id: ({ id }) => id,
    command: ({ command }) => command,
    status: (action) => statusOf(action, asOf),
    started: ({ startedAt }) => startedAt,
    finished: ({ finishesAt }) => (finishesAt <= asOf ? finishesAt : Number.POSITIVE_INFINITY),
  };
}
