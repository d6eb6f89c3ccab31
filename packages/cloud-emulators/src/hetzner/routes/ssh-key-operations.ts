import * as v from 'valibot';
import { createSshKey, requireFreeSshKeyName } from '../commands/create-ssh-key.js';
import { notFound } from '../errors.js';
import { labelCriteria } from '../listing/label-criteria.js';
import { allOf, hasKey, type ListCriteria } from '../listing/list-criteria.js';
import { listPage } from '../listing/list-page.js';
import { labels, resourceName, text } from '../requests/body-fields.js';
import type {
  HetznerAnswer,
  HetznerOperation,
  HetznerRequest,
} from '../requests/hetzner-request.js';
import { readBody, readNoBody } from '../requests/read-body.js';
import { readId } from '../requests/read-id.js';
import { readLabelSelector } from '../requests/read-label-selector.js';
import { pageParameters, readPage } from '../requests/read-page.js';
import { one } from '../requests/read-query.js';
import { readSort } from '../requests/read-sort.js';
import { readTime } from '../requests/read-time.js';
import type { SshKey } from '../state/ssh-key.js';
import { renderPage } from '../wire/render-page.js';
import { renderSshKey } from '../wire/render-ssh-key.js';

const listParameters = {
  ...pageParameters,
  name: 'once',
  fingerprint: 'once',
  label_selector: 'once',
  sort: 'repeated',
} as const;

export const sshKeyOperations: readonly HetznerOperation[] = [
  { method: 'GET', path: '/v1/ssh_keys', parameters: listParameters, answer: listSshKeys },
  { method: 'POST', path: '/v1/ssh_keys', answer: create },
  { method: 'GET', path: '/v1/ssh_keys/{id}', answer: getSshKey },
  { method: 'PUT', path: '/v1/ssh_keys/{id}', answer: update },
  { method: 'DELETE', path: '/v1/ssh_keys/{id}', answer: remove },
];

function listSshKeys(request: HetznerRequest): HetznerAnswer {
  const { account, project, query } = request;
  const page = readPage(account, query);
  const sort = readSort(query, ['id', 'name']);
  const selector = readLabelSelector(query);
  const name = one(query, 'name');
  const fingerprint = one(query, 'fingerprint');
  const { now, asOf } = readTime(request, 'list');

  const criteria: ListCriteria<SshKey>[] = [
    ...labelCriteria<SshKey>(selector, (key) => key.labels.at(asOf)),
  ];
  if (name !== undefined) {
    criteria.push(hasKey(`name:${name}`, (key) => key.name.at(asOf) === name));
  }
  if (fingerprint !== undefined) {
    criteria.push(hasKey(`fingerprint:${fingerprint}`, (key) => key.fingerprint === fingerprint));
  }
  const { items, total } = listPage(project.sshKeys, {
    criteria: allOf(criteria),
    page,
    sort,
    sortValues: { id: ({ id }) => id, name: (key) => key.name.at(asOf) },
    asOf,
    now,
  });
  const rendered = items.map((key) => renderSshKey(account, key, asOf));
  return renderPage(request, 'ssh_keys', page, { items: rendered, total });
}

function create(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const body = readBody(request, () => ({
    name: resourceName,
    public_key: text,
    labels: v.optional(labels, {}),
  }));
  const key = createSshKey(account, project, {
    name: body.name,
    publicKey: body.public_key,
    labels: body.labels,
  });
  return { status: 201, body: { ssh_key: renderSshKey(account, key, key.createdAt) } };
}

function getSshKey(request: HetznerRequest): HetznerAnswer {
  const { asOf } = readTime(request, 'get');
  const key = findSshKey(request, asOf);
  return { status: 200, body: { ssh_key: renderSshKey(request.account, key, asOf) } };
}

function update(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const key = findSshKey(request);
  const changes = readBody(request, () => ({
    name: v.optional(resourceName),
    labels: v.optional(labels),
  }));
  const from = account.context.clock.now();
  if (changes.name !== undefined) {
    requireFreeSshKeyName(project, changes.name, key);
    key.name.plan({ from, value: changes.name });
  }
  if (changes.labels !== undefined) key.labels.plan({ from, value: changes.labels });
  project.sshKeys.reindex(key.id);
  return { status: 200, body: { ssh_key: renderSshKey(account, key, from) } };
}

function remove(request: HetznerRequest): HetznerAnswer {
  const { id } = findSshKey(request);
  readNoBody(request);
  request.project.sshKeys.remove(id);
  return { status: 204 };
}

function findSshKey(request: HetznerRequest, asOf?: number): SshKey {
  const id = readId(request);
  const key = request.project.sshKeys.get(id, asOf);
  if (key === undefined) throw notFound('SSH key', id);
  return key;
}
