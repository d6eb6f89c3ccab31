import * as v from 'valibot';
import type { Image } from '../catalogue/images.js';
import { invalidField, notFound, unprocessable } from '../errors.js';
import { matchesSelector } from '../label-selector/label-selector.js';
import { slicePage, sortItems } from '../listing/list-page.js';
import { labels, text } from '../requests/body-fields.js';
import type {
  HetznerAnswer,
  HetznerOperation,
  HetznerRequest,
} from '../requests/hetzner-request.js';
import { readBody, readNoBody } from '../requests/read-body.js';
import { readChoices } from '../requests/read-choices.js';
import { parseId, readId } from '../requests/read-id.js';
import { readLabelSelector } from '../requests/read-label-selector.js';
import { pageParameters, readPage } from '../requests/read-page.js';
import { one, type Query } from '../requests/read-query.js';
import { readSort } from '../requests/read-sort.js';
import { renderImage } from '../wire/render-image.js';
import { renderPage } from '../wire/render-page.js';

const listParameters = {
  ...pageParameters,
  name: 'once',
  label_selector: 'once',
  architecture: 'repeated',
  type: 'repeated',
  status: 'repeated',
  bound_to: 'repeated',
  include_deprecated: 'once',
  sort: 'repeated',
} as const;

export const imageOperations: readonly HetznerOperation[] = [
  { method: 'GET', path: '/v1/images', parameters: listParameters, answer: listImages },
  { method: 'GET', path: '/v1/images/{id}', answer: getImage },
  { method: 'PUT', path: '/v1/images/{id}', answer: update },
  { method: 'DELETE', path: '/v1/images/{id}', answer: remove },
];

function listImages(request: HetznerRequest): HetznerAnswer {
  const { account, project, query } = request;
  const page = readPage(account, query);
  const sort = readSort(query, ['id', 'name', 'created']);
  const filter = readFilter(request, query);
  const all = [...account.catalogue.images, ...project.images.values()];
  const sorted = sortItems(all.filter(filter), sort, {
    id: ({ id }) => id,
    name: ({ name }) => name ?? '',
    created: ({ created }) => created,
  });
  const { items, total } = slicePage(sorted, page);
  const rendered = items.map((image) => renderImage(account, image));
  return renderPage(request, 'images', page, { items: rendered, total });
}

function readFilter({ account }: HetznerRequest, query: Query): (image: Image) => boolean {
  const name = one(query, 'name');
  const selector = readLabelSelector(query);
  const architectures = readChoices(query, 'architecture', ['x86', 'arm']);
  const types = readChoices(query, 'type', ['system', 'app', 'snapshot', 'backup']);
  const statuses = readChoices(query, 'status', ['available', 'creating', 'unavailable']);
  const [deprecated = 'false'] = readChoices(query, 'include_deprecated', ['true', 'false']) ?? [];
  const servers = query.get('bound_to')?.map((value) => {
    const id = parseId(value);
    if (id === undefined) throw invalidField('bound_to', 'is not a valid ID');
    return id;
  });
  const now = account.context.clock.now();
  return (image) =>
    (name === undefined || image.name === name) &&
    matchesSelector(selector, image.labels) &&
    (!architectures || architectures.includes(image.architecture)) &&
    (!types || types.includes(image.type)) &&
    (!statuses || statuses.includes(image.status)) &&
    (!servers || (image.boundTo !== null && servers.includes(image.boundTo))) &&
    (deprecated === 'true' || image.deprecated === null || Date.parse(image.deprecated) > now);
}

function getImage(request: HetznerRequest): HetznerAnswer {
  return { status: 200, body: { image: renderImage(request.account, findImage(request)) } };
}

function update(request: HetznerRequest): HetznerAnswer {
  const { account, project } = request;
  const image = requireOwn(findImage(request), 'updated');
  const changes = readBody(request, () => ({
    description: v.optional(text),
    type: v.optional(v.picklist(['snapshot'], 'must be snapshot')),
    labels: v.optional(labels),
  }));
  const changed: Image = {
    ...image,
    description: changes.description ?? image.description,
    type: changes.type ?? image.type,
    boundTo: changes.type === undefined ? image.boundTo : null,
    labels: changes.labels ?? image.labels,
  };
  project.images.set(image.id, changed);
  return { status: 200, body: { image: renderImage(account, changed) } };
}

function remove(request: HetznerRequest): HetznerAnswer {
  const { id } = requireOwn(findImage(request), 'deleted');
  readNoBody(request);
  request.project.images.delete(id);
  return { status: 204 };
}

function findImage(request: HetznerRequest): Image {
  const id = readId(request);
  const { account, project } = request;
  const image = project.images.get(id) ?? account.catalogue.images.find((each) => each.id === id);
  if (image === undefined) throw notFound('image', id);
  return image;
}

function requireOwn(image: Image, what: string): Image {
  if (image.type === 'snapshot' || image.type === 'backup') return image;
  throw unprocessable('unsupported_error', `only snapshots and backups can be ${what}`);
}
