import { notFound, unprocessable } from '../api-errors.js';
import type { Handlers } from '../handlers.js';
import type { Inventory } from '../inventory.js';
import { pageOf } from '../requests/pages-of-collections.js';
import { readPage } from '../requests/read-page.js';
import { readQuery } from '../requests/read-query.js';
import { renderPage } from '../requests/render-page.js';
import { renderImage } from './images.js';
import { renderRegion } from './render-region.js';
import { renderSize } from './sizes.js';

export function catalogueHandlers({
  regions,
  sizes,
  images,
  settings,
}: Inventory): Handlers<
  'GET /v2/regions' | 'GET /v2/sizes' | 'GET /v2/images' | 'GET /v2/images/{id}'
> {
  return {
    'GET /v2/regions': ({ call }) => {
      const page = readPage(readQuery(call, ['page', 'per_page'], settings));
      const { items, total } = pageOf(regions.all(), page);
      return Response.json({
        regions: items.map((region) => renderRegion(region, sizes)),
        ...renderPage(call.url, page, total),
      });
    },

    'GET /v2/sizes': ({ call }) => {
      const page = readPage(readQuery(call, ['page', 'per_page'], settings));
      const { items, total } = pageOf(sizes.all(), page);
      return Response.json({
        sizes: items.map(renderSize),
        ...renderPage(call.url, page, total),
      });
    },

    'GET /v2/images': ({ call }) => {
      const query = readQuery(call, ['page', 'per_page', 'type', 'private', 'tag_name'], settings);
      const page = readPage(query);
      const kind = choice('type', query.type, ['distribution', 'application']);
      const isPrivate = choice('private', query.private, ['true', 'false']) === 'true';
      const selected = images
        .all()
        .filter((image) => kind === undefined || (image.public && image.kind === kind))
        .filter((image) => !isPrivate || !image.public)
        .filter(({ tags }) => query.tag_name === undefined || tags.includes(query.tag_name));
      const { items, total } = pageOf(selected, page);
      return Response.json({
        images: items.map(renderImage),
        ...renderPage(call.url, page, total),
      });
    },

    'GET /v2/images/{id}': ({ call, parameter }) => {
      readQuery(call, [], settings);
      const image = images.find(parameter('id'));
      if (image === undefined) throw notFound();
      return Response.json({ image: renderImage(image) });
    },
  };
}

function choice(name: string, value: string | undefined, choices: readonly string[]) {
  if (value === undefined || choices.includes(value)) return value;
  throw unprocessable(`${name} must be one of ${choices.join(', ')}`);
}
