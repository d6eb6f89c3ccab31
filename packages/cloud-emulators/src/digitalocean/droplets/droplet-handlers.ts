import { notFound, unprocessable } from '../api-errors.js';
import type { DigitalOceanContext } from '../digitalocean-types.js';
import type { AdmittedCall, Handlers } from '../handlers.js';
import type { Inventory } from '../inventory.js';
import { noContent } from '../requests/no-content.js';
import { readId } from '../requests/read-id.js';
import { readPage } from '../requests/read-page.js';
import { readQuery } from '../requests/read-query.js';
import { renderPage } from '../requests/render-page.js';
import { createRequestedDroplets } from './create-requested-droplets.js';
import type { DropletSelection } from './droplet-store.js';
import { type DropletRequest, readDropletRequest } from './read-droplet-request.js';
import { renderCreatedDroplet, renderDroplet } from './render-droplet.js';

type DropletOperation =
  | 'GET /v2/droplets'
  | 'POST /v2/droplets'
  | 'DELETE /v2/droplets'
  | 'GET /v2/droplets/{id}'
  | 'DELETE /v2/droplets/{id}';

export function dropletHandlers(
  inventory: Inventory,
  context: DigitalOceanContext,
): Handlers<DropletOperation> {
  const { droplets, tags, settings } = inventory;
  const { clock, consistency } = context;
  return {
    'GET /v2/droplets': ({ call, authorization }) => {
      const names = ['page', 'per_page', 'tag_name', 'name', 'type'] as const;
      const query = readQuery(call, names, settings);
      if (query.tag_name !== undefined) authorization.require('tag:read');
      const page = readPage(query);
      const asOf = consistency.readTime('list');
      const { items, total } = droplets.store.page(readSelection(query), asOf, page);
      const options = { showTags: authorization.has('tag:read') };
      return Response.json({
        droplets: items.map((droplet) => renderDroplet(droplet, asOf, inventory, options)),
        ...renderPage(call.url, page, total),
      });
    },

    'POST /v2/droplets': ({ call, authorization }) => {
      readQuery(call, [], settings);
      const request = readDropletRequest(call, settings);
      authorization.require(...scopesOf(request));
      const created = createRequestedDroplets(request, inventory, context);
      const options = { showTags: authorization.has('tag:read') };
      const rendered = created.map(({ droplet }) =>
        renderCreatedDroplet(droplet, clock.now(), inventory, options),
      );
      const links = {
        actions: created.map(({ action }) => ({
          id: action.id,
          rel: 'create',
          href: `${call.url.origin}/v2/actions/${action.id}`,
        })),
      };
      const body = request.several
        ? { droplets: rendered, links }
        : { droplet: rendered[0], links };
      return Response.json(body, { status: 202 });
    },

    'DELETE /v2/droplets': ({ call }) => {
      const { tag_name } = readQuery(call, ['tag_name'], settings);
      if (tag_name === undefined) throw unprocessable("tag_name can't be blank");
      const tagged = droplets.store.tagged(tags.get(tag_name).name);
      for (const droplet of tagged) {
        droplets.refuseDuringEvent(droplet, settings.deletionDuringEvent);
      }
      for (const droplet of tagged) droplets.destroy(droplet);
      return noContent();
    },

    'GET /v2/droplets/{id}': ({ call, parameter, authorization }: AdmittedCall) => {
      readQuery(call, [], settings);
      const asOf = consistency.readTime('get');
      const droplet = droplets.store.get(readId(parameter('id')), asOf);
      if (droplet === undefined) throw notFound();
      const options = { showTags: authorization.has('tag:read') };
      return Response.json({ droplet: renderDroplet(droplet, asOf, inventory, options) });
    },

    'DELETE /v2/droplets/{id}': ({ call, parameter }) => {
      readQuery(call, [], settings);
      droplets.destroy(droplets.get(readId(parameter('id'))));
      return noContent();
    },
  };
}

function readSelection(query: {
  tag_name?: string;
  name?: string;
  type?: string;
}): DropletSelection {
  const { tag_name, name, type = 'droplets' } = query;
  if (tag_name !== undefined) {
    if (name !== undefined) throw unprocessable('tag_name can not be combined with name');
    if (query.type !== undefined) throw unprocessable('tag_name can not be combined with type');
    return { tag: tag_name };
  }
  if (type !== 'droplets' && type !== 'gpus') {
    throw unprocessable('type must be one of droplets, gpus');
  }
  return { type, name };
}

/** What a token needs beside `droplet:create`. */
function scopesOf({ tags, sshKeys, vpcUuid, volumes }: DropletRequest): string[] {
  return [
    'image:read',
    ...(tags.length > 0 ? ['tag:create'] : []),
    ...(sshKeys.length > 0 ? ['ssh_key:read'] : []),
    ...(vpcUuid === undefined ? [] : ['vpc:read']),
    ...(volumes.length > 0 ? ['block_storage:read'] : []),
  ];
}
