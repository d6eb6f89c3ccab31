import { Hono } from 'hono';
import type { ApiCall, EmulatorEnvironment } from '../emulator/api-call.js';
import { accountHandlers } from './account/account-handlers.js';
import { actionHandlers } from './actions/action-handlers.js';
import { admitCall } from './admit-call.js';
import { methodNotAllowed, notEmulated, notFound } from './api-errors.js';
import { catalogueHandlers } from './catalogue/catalogue-handlers.js';
import type { DigitalOceanContext } from './digitalocean-types.js';
import { dropletActionHandlers } from './droplets/droplet-action-handlers.js';
import { dropletHandlers } from './droplets/droplet-handlers.js';
import type { Handlers } from './handlers.js';
import type { Inventory } from './inventory.js';
import { honoPath, type MatchOperation } from './match-operation.js';
import { operationNames, operationScopes } from './operations.js';
import { sshKeyHandlers } from './ssh-keys/ssh-key-handlers.js';
import { tagHandlers } from './tags/tag-handlers.js';

/** The API's routes. */
export function createApp(
  inventory: Inventory,
  context: DigitalOceanContext,
  matchOperation: MatchOperation,
): Hono<EmulatorEnvironment> {
  const handlers: Handlers = {
    ...accountHandlers(inventory, context),
    ...actionHandlers(inventory, context),
    ...catalogueHandlers(inventory),
    ...dropletActionHandlers(inventory, context),
    ...dropletHandlers(inventory, context),
    ...sshKeyHandlers(inventory, context),
    ...tagHandlers(inventory),
  };
  const app = new Hono<EmulatorEnvironment>({ strict: false });
  for (const operation of operationNames) {
    const [method = ''] = operation.split(' ');
    app.on(method, honoPath(operation), (c) => {
      const { call } = c.env;
      const authorization = admitCall(call, inventory, context);
      authorization.require(...operationScopes[operation]);
      const parameter = (name: 'id' | 'action_id') => c.req.param(name) ?? '';
      return handlers[operation]({ call, authorization, parameter });
    });
  }
  app.notFound(({ env: { call } }) => {
    admitCall(call, inventory, context);
    throw errorWithoutRoute(call, matchOperation);
  });
  return app;
}

function errorWithoutRoute({ method, url }: ApiCall, matchOperation: MatchOperation) {
  const { operation, methods } = matchOperation(method, url.pathname);
  if (operation !== undefined) return notEmulated(operation);
  return methods.length > 0 ? methodNotAllowed(methods) : notFound();
}
