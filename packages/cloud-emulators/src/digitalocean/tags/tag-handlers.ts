import * as v from 'valibot';
import type { Authorization } from '../account/authorization.js';
import { invalidTag, notFound, unprocessable } from '../api-errors.js';
import type { AdmittedCall, Handlers } from '../handlers.js';
import type { Inventory } from '../inventory.js';
import { text } from '../requests/body-fields.js';
import { noContent } from '../requests/no-content.js';
import { readBody } from '../requests/read-body.js';
import { readPage } from '../requests/read-page.js';
import { readQuery } from '../requests/read-query.js';
import { renderPage } from '../requests/render-page.js';
import { renderTag } from './render-tag.js';
import { problemOfTagName } from './tag-name.js';
import { setTagOnDroplet, setTagOnImage, type TagChange } from './tag-resources.js';
import type { Tag } from './tags.js';

type TagOperation =
  | 'GET /v2/tags'
  | 'POST /v2/tags'
  | 'GET /v2/tags/{id}'
  | 'DELETE /v2/tags/{id}'
  | 'POST /v2/tags/{id}/resources'
  | 'DELETE /v2/tags/{id}/resources';

const resourceFields = {
  resources: v.array(
    v.object(
      { resource_id: text, resource_type: text },
      'must be a list of { resource_id, resource_type }',
    ),
    'must be a list',
  ),
};

export function tagHandlers(inventory: Inventory): Handlers<TagOperation> {
  const { tags, droplets, images, settings } = inventory;
  const render = (tag: Tag, { call, authorization }: AdmittedCall) =>
    renderTag(tag, inventory, {
      origin: call.url.origin,
      show: (scope) => authorization.has(scope),
    });

  const changeResources = (change: TagChange, admitted: AdmittedCall) => {
    const { call, authorization, parameter } = admitted;
    readQuery(call, [], settings);
    const tag = tags.get(parameter('id'));
    const { resources } = readBody(call, resourceFields, settings);
    const effects = resources.map(({ resource_id, resource_type }) =>
      findResource(resource_id, resource_type, authorization),
    );
    for (const effect of effects) effect(tag, change);
    return noContent();
  };

  const findResource = (id: string, type: string, authorization: Authorization) => {
    if (type === 'droplet') {
      authorization.require('droplet:update');
      const droplet = droplets.store.get(/^\d{1,15}$/.test(id) ? Number(id) : 0);
      if (droplet === undefined) throw notFound();
      return (tag: Tag, change: TagChange) => setTagOnDroplet(droplets, droplet, tag, change);
    }
    if (type === 'image') {
      authorization.require('image:update');
      const image = images.find(id);
      if (image === undefined || image.public) throw notFound();
      return (tag: Tag, change: TagChange) => setTagOnImage(images, image.id, tag, change);
    }
    // The emulated account has none of the other resources.
    if (['volume', 'volume_snapshot', 'database'].includes(type)) throw notFound();
    throw unprocessable(`resource_type is invalid: ${type}`);
  };

  return {
    'GET /v2/tags': (admitted) => {
      const { url } = admitted.call;
      const page = readPage(readQuery(admitted.call, ['page', 'per_page'], settings));
      const { items, total } = tags.page(page);
      return Response.json({
        tags: items.map((tag) => render(tag, admitted)),
        ...renderPage(url, page, total),
      });
    },

    'POST /v2/tags': (admitted) => {
      readQuery(admitted.call, [], settings);
      // Some clients send the tag whole; `resources` is read-only.
      const { name } = readBody(
        admitted.call,
        { name: text, resources: v.optional(v.unknown()) },
        settings,
      );
      const problem = problemOfTagName(name);
      if (problem !== undefined) throw invalidTag(problem);
      return Response.json({ tag: render(tags.use(name), admitted) }, { status: 201 });
    },

    'GET /v2/tags/{id}': (admitted) => {
      readQuery(admitted.call, [], settings);
      return Response.json({ tag: render(tags.get(admitted.parameter('id')), admitted) });
    },

    'DELETE /v2/tags/{id}': ({ call, parameter }) => {
      readQuery(call, [], settings);
      const tag = tags.get(parameter('id'));
      for (const droplet of droplets.store.tagged(tag.name)) {
        setTagOnDroplet(droplets, droplet, tag, 'untag');
      }
      for (const { id } of images.tagged(tag.name)) setTagOnImage(images, id, tag, 'untag');
      tags.remove(tag.name);
      return noContent();
    },

    'POST /v2/tags/{id}/resources': (admitted) => changeResources('tag', admitted),
    'DELETE /v2/tags/{id}/resources': (admitted) => changeResources('untag', admitted),
  };
}
