import type { DigitalOceanContext } from '../digitalocean-types.js';
import type { Handlers } from '../handlers.js';
import type { Inventory } from '../inventory.js';
import { readQuery } from '../requests/read-query.js';
import { renderAccount } from './account.js';

export function accountHandlers(
  { account, settings }: Inventory,
  { quotas }: DigitalOceanContext,
): Handlers<'GET /v2/account'> {
  return {
    'GET /v2/account': ({ call }) => {
      readQuery(call, [], settings);
      return Response.json({ account: renderAccount(account, quotas.limit('droplets')) });
    },
  };
}
