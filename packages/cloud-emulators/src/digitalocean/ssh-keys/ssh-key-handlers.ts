import { minuteLimitReached } from '../api-errors.js';
import type { DigitalOceanContext } from '../digitalocean-types.js';
import type { Handlers } from '../handlers.js';
import type { Inventory } from '../inventory.js';
import { text } from '../requests/body-fields.js';
import { noContent } from '../requests/no-content.js';
import { readBody } from '../requests/read-body.js';
import { readPage } from '../requests/read-page.js';
import { readQuery } from '../requests/read-query.js';
import { renderPage } from '../requests/render-page.js';
import { renderSshKey } from './ssh-keys.js';

type SshKeyOperation =
  | 'GET /v2/account/keys'
  | 'POST /v2/account/keys'
  | 'GET /v2/account/keys/{id}'
  | 'PUT /v2/account/keys/{id}'
  | 'DELETE /v2/account/keys/{id}';

export function sshKeyHandlers(
  { sshKeys, settings }: Inventory,
  { rateLimiter }: DigitalOceanContext,
): Handlers<SshKeyOperation> {
  return {
    'GET /v2/account/keys': ({ call, authorization }) => {
      const { allowed } = rateLimiter.take('listSshKeys', authorization.token);
      if (!allowed) throw minuteLimitReached();
      const page = readPage(readQuery(call, ['page', 'per_page'], settings));
      const { items, total } = sshKeys.page(page);
      return Response.json({
        ssh_keys: items.map(renderSshKey),
        ...renderPage(call.url, page, total),
      });
    },

    'POST /v2/account/keys': ({ call }) => {
      readQuery(call, [], settings);
      const { name, public_key } = readBody(call, { name: text, public_key: text }, settings);
      const key = sshKeys.add({ name, publicKey: public_key });
      return Response.json({ ssh_key: renderSshKey(key) }, { status: 201 });
    },

    'GET /v2/account/keys/{id}': ({ call, parameter }) => {
      readQuery(call, [], settings);
      return Response.json({ ssh_key: renderSshKey(sshKeys.get(parameter('id'))) });
    },

    'PUT /v2/account/keys/{id}': ({ call, parameter }) => {
      readQuery(call, [], settings);
      const { name } = readBody(call, { name: text }, settings);
      return Response.json({ ssh_key: renderSshKey(sshKeys.rename(parameter('id'), name)) });
    },

    'DELETE /v2/account/keys/{id}': ({ call, parameter }) => {
      readQuery(call, [], settings);
      sshKeys.remove(parameter('id'));
      return noContent();
    },
  };
}
