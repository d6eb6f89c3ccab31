import { notFound } from '../api-errors.js';
import type { DigitalOceanContext } from '../digitalocean-types.js';
import type { Handlers } from '../handlers.js';
import type { Inventory } from '../inventory.js';
import { readId } from '../requests/read-id.js';
import { readPage } from '../requests/read-page.js';
import { readQuery } from '../requests/read-query.js';
import { renderPage } from '../requests/render-page.js';
import { renderAction } from './render-action.js';

export function actionHandlers(
  inventory: Inventory,
  { consistency }: DigitalOceanContext,
): Handlers<'GET /v2/actions' | 'GET /v2/actions/{id}'> {
  const { actions, settings } = inventory;
  return {
    'GET /v2/actions': ({ call }) => {
      const page = readPage(readQuery(call, ['page', 'per_page'], settings));
      const asOf = consistency.readTime('list');
      const { items, total } = actions.page(asOf, page);
      return Response.json({
        actions: items.map((action) => renderAction(action, asOf, inventory)),
        ...renderPage(call.url, page, total),
      });
    },

    'GET /v2/actions/{id}': ({ call, parameter }) => {
      readQuery(call, [], settings);
      const asOf = consistency.readTime('get');
      const action = actions.get(readId(parameter('id')), asOf);
      if (action === undefined) throw notFound();
      return Response.json({ action: renderAction(action, asOf, inventory) });
    },
  };
}
