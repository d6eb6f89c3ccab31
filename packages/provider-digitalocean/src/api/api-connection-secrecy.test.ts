import { inspect } from 'node:util';
import { VirtualClock } from '@stagely/core/plugin';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.js';
import { ApiConnection } from './api-connection.js';
import type { ApiRequest } from './api-request.js';

const operation = { provider: 'digitalocean', operation: 'createInstance' };
const userData = '#!/bin/sh\necho password-91cc0de4417b';
const creation: ApiRequest = {
  method: 'POST',
  path: 'v2/droplets',
  body: { name: 'web-1', user_data: userData },
  subject: 'creation',
  scopes: ['droplet:create'],
  userData,
};
const schema = v.object({ droplet: v.object({ id: v.number() }) });

describe('secrets', () => {
  const token = 'dop_v1_5f2c81d09ab34e77';
  const secrets = [token, 'password-91cc0de4417b'].flatMap((secret) => [
    secret,
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    encodeURIComponent(secret),
  ]);
  const show = (value: unknown) => inspect(value, { depth: 20, showHidden: true, getters: true });

  const connectBy = (fetch: typeof globalThis.fetch) =>
    new ApiConnection(token, {
      endpoint: 'http://127.0.0.1',
      requestTimeoutMs: 30_000,
      clock: new VirtualClock(),
      fetch,
    });

  /** All that a request says of itself. */
  async function tell(input: Parameters<typeof globalThis.fetch>[0]): Promise<string> {
    const request = new Request(input);
    const headers = JSON.stringify([...request.headers]);
    return `${request.url} ${headers} ${await request.text()}`;
  }

  it('are in no error, whatever a client library tells', async () => {
    const connection = connectBy(async (input) => {
      const told = await tell(input);
      throw new TypeError(`failed: ${told}`, { cause: Object.assign(new Error(told), { told }) });
    });
    const error = await errorOf(connection.read(creation, schema, { operation }));
    for (const secret of secrets) expect(show(error)).not.toContain(secret);
    expect(show(error)).toContain('[redacted]');
  });

  it.each([200, 400, 401, 404, 422, 500])(
    'are in no error, whatever a cloud tells with status %i',
    async (status) => {
      const connection = connectBy(async (input) => {
        const told = await tell(input);
        return Response.json({ id: told, message: told, request_id: told }, { status });
      });
      const error = await errorOf(connection.read(creation, schema, { operation }));
      for (const secret of secrets) expect(show(error)).not.toContain(secret);
    },
  );

  it('are not to be seen on a connection', () => {
    const connection = connectBy(globalThis.fetch);
    for (const secret of secrets) expect(show(connection)).not.toContain(secret);
  });
});
