import * as v from 'valibot';
import {
  actionTypesNotEmulated,
  type DropletActionType,
  dropletActionTypes,
} from '../actions/action.js';
import { renderAction } from '../actions/render-action.js';
import { notEmulated, notFound, unprocessable } from '../api-errors.js';
import type { DigitalOceanContext } from '../digitalocean-types.js';
import type { Handlers } from '../handlers.js';
import type { Inventory } from '../inventory.js';
import { text } from '../requests/body-fields.js';
import { readBody } from '../requests/read-body.js';
import { readId } from '../requests/read-id.js';
import { readPage } from '../requests/read-page.js';
import { readQuery } from '../requests/read-query.js';
import { refuseUnknown } from '../requests/refuse-unknown.js';
import { renderPage } from '../requests/render-page.js';
import { checkDropletName } from './check-droplet-name.js';

type DropletActionOperation =
  | 'GET /v2/droplets/{id}/actions'
  | 'POST /v2/droplets/{id}/actions'
  | 'GET /v2/droplets/{id}/actions/{action_id}';

export function dropletActionHandlers(
  inventory: Inventory,
  { clock, consistency }: DigitalOceanContext,
): Handlers<DropletActionOperation> {
  const { actions, droplets, settings } = inventory;
  return {
    'GET /v2/droplets/{id}/actions': ({ call, parameter }) => {
      const page = readPage(readQuery(call, ['page', 'per_page'], settings));
      const asOf = consistency.readTime('list');
      const droplet = droplets.store.get(readId(parameter('id')), asOf);
      if (droplet === undefined) throw notFound();
      const { items, total } = actions.pageOfDroplet(droplet.id, asOf, page);
      return Response.json({
        actions: items.map((action) => renderAction(action, asOf, inventory)),
        ...renderPage(call.url, page, total),
      });
    },

    'POST /v2/droplets/{id}/actions': ({ call, parameter }) => {
      readQuery(call, [], settings);
      const droplet = droplets.get(readId(parameter('id')));
      const body = readBody(call, actionFields, settings);
      const type = readType(body.type);
      refuseUnknown(Object.keys(body), type === 'rename' ? ['type', 'name'] : ['type'], settings);
      if (type === 'rename') checkDropletName(body.name ?? '');
      const action = droplets.act(droplet, type, body.name);
      return Response.json(
        { action: renderAction(action, clock.now(), inventory) },
        { status: 201 },
      );
    },

    'GET /v2/droplets/{id}/actions/{action_id}': ({ call, parameter }) => {
      readQuery(call, [], settings);
      const asOf = consistency.readTime('get');
      const droplet = droplets.store.get(readId(parameter('id')), asOf);
      const action = actions.get(readId(parameter('action_id')), asOf);
      if (action === undefined || action.dropletId !== droplet?.id) throw notFound();
      return Response.json({ action: renderAction(action, asOf, inventory) });
    },
  };
}

/** The fields that some type of action takes. */
const actionFields = {
  type: text,
  name: v.optional(text),
  size: v.optional(v.unknown()),
  disk: v.optional(v.unknown()),
  image: v.optional(v.unknown()),
  kernel: v.optional(v.unknown()),
  backup_policy: v.optional(v.unknown()),
};

function readType(type: string): DropletActionType {
  const known = dropletActionTypes.find((each) => each === type);
  if (known !== undefined) return known;
  if (actionTypesNotEmulated.some((each) => each === type)) {
    throw notEmulated(`the droplet action ${type}`);
  }
  throw unprocessable(`You specified an invalid action type: ${type}`);
}
