import type { ServerType } from '../catalogue/server-types.js';
import { notFound, removedEndpoint } from '../errors.js';
import { slicePage, sortItems } from '../listing/list-page.js';
import type {
  HetznerAnswer,
  HetznerOperation,
  HetznerRequest,
} from '../requests/hetzner-request.js';
import { readId } from '../requests/read-id.js';
import { pageParameters, readPage } from '../requests/read-page.js';
import { one } from '../requests/read-query.js';
import { readSort } from '../requests/read-sort.js';
import { hasEnded } from '../requests/resolve-placement.js';
import { renderLocation } from '../wire/render-location.js';
import { renderPage } from '../wire/render-page.js';
import { renderPricing } from '../wire/render-pricing.js';
import { renderServerType } from '../wire/render-server-type.js';

/** `sort` is undocumented for server types, but Hetzner's own command sends it. */
const listParameters = { ...pageParameters, name: 'once', sort: 'repeated' } as const;

const DATACENTERS_REMOVED =
  'https://docs.hetzner.cloud/changelog#2026-06-02-datacenters-deprecated';

export const catalogueOperations: readonly HetznerOperation[] = [
  { method: 'GET', path: '/v1/server_types', parameters: listParameters, answer: listServerTypes },
  { method: 'GET', path: '/v1/server_types/{id}', answer: getServerType },
  { method: 'GET', path: '/v1/locations', parameters: listParameters, answer: listLocations },
  { method: 'GET', path: '/v1/locations/{id}', answer: getLocation },
  { method: 'GET', path: '/v1/pricing', answer: getPricing },
  { method: 'GET', path: '/v1/datacenters', parameters: 'any', answer: refuseDatacenters },
  { method: 'GET', path: '/v1/datacenters/{id}', parameters: 'any', answer: refuseDatacenters },
];

/** Types that no location sells any more are not listed. */
function listServerTypes(request: HetznerRequest): HetznerAnswer {
  const { account } = request;
  const isSold = (type: ServerType) =>
    [...type.offers.keys()].some((location) => !hasEnded(account, type, location));
  return listNamed(request, 'server_types', account.catalogue.serverTypes.filter(isSold), (type) =>
    renderServerType(account, type),
  );
}

function getServerType(request: HetznerRequest): HetznerAnswer {
  const { account } = request;
  const type = findById(request, 'server type', account.catalogue.serverTypes);
  return { status: 200, body: { server_type: renderServerType(account, type) } };
}

function listLocations(request: HetznerRequest): HetznerAnswer {
  return listNamed(request, 'locations', request.account.catalogue.locations, renderLocation);
}

function getLocation(request: HetznerRequest): HetznerAnswer {
  const location = findById(request, 'location', request.account.catalogue.locations);
  return { status: 200, body: { location: renderLocation(location) } };
}

function getPricing(request: HetznerRequest): HetznerAnswer {
  return { status: 200, body: { pricing: renderPricing(request.account) } };
}

function refuseDatacenters(): never {
  throw removedEndpoint(DATACENTERS_REMOVED);
}

function listNamed<T extends { readonly id: number; readonly name: string }>(
  request: HetznerRequest,
  listName: string,
  all: readonly T[],
  render: (item: T) => object,
): HetznerAnswer {
  const { account, query } = request;
  const page = readPage(account, query);
  const sort = readSort(query, ['id', 'name']);
  const name = one(query, 'name');
  const named = name === undefined ? all : all.filter((item) => item.name === name);
  const sorted = sortItems(named, sort, { id: ({ id }) => id, name: (item) => item.name });
  const { items, total } = slicePage(sorted, page);
  return renderPage(request, listName, page, { items: items.map(render), total });
}

function findById<T extends { readonly id: number }>(
  request: HetznerRequest,
  kind: string,
  all: readonly T[],
): T {
  const wanted = readId(request);
  const found = all.find(({ id }) => id === wanted);
  if (found === undefined) throw notFound(kind, wanted);
  return found;
}
