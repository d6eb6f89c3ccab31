import { NetworkFailureError, OperationAbortedError } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.js';
import { ApiConnection } from './api-connection.js';
import type { ApiRequest } from './api-request.js';

const operation = { provider: 'digitalocean', operation: 'createInstance', idempotencyKey: 'k' };
const creation: ApiRequest = {
  method: 'POST',
  path: 'v2/droplets',
  body: { name: 'web-1' },
  subject: 'creation',
  scopes: ['droplet:create'],
};
const deletion: ApiRequest = {
  method: 'DELETE',
  path: 'v2/droplets/7',
  subject: 'droplet',
  scopes: ['droplet:delete'],
};
const schema = v.object({ droplet: v.object({ id: v.number() }) });

function connectBy(fetch: typeof globalThis.fetch) {
  const clock = new VirtualClock();
  const endpoint = 'http://127.0.0.1';
  return {
    clock,
    connection: new ApiConnection('some-token', {
      endpoint,
      requestTimeoutMs: 2_500,
      clock,
      fetch,
    }),
  };
}

const answeredBy = (answer: () => Response) => connectBy(async () => answer()).connection;

describe('a request', () => {
  it('has its query, its body and the token', async () => {
    const requests: Request[] = [];
    const { connection } = connectBy(async (input) => {
      requests.push(new Request(input));
      return Response.json({ droplet: { id: 7 } });
    });
    const request = { ...creation, query: { page: 2 } };
    expect(await connection.read(request, schema, { operation })).toEqual({ droplet: { id: 7 } });
    const [sent] = requests;
    expect(requests).toHaveLength(1);
    expect(sent?.url).toBe('http://127.0.0.1/v2/droplets?page=2');
    expect(sent?.method).toBe('POST');
    expect(sent?.headers.get('authorization')).toBe('Bearer some-token');
    expect(sent?.headers.get('accept')).toBe('application/json');
    expect(await sent?.json()).toEqual({ name: 'web-1' });
  });

  it.each([201, 202, 204])(
    'of which only the status %i matters is done with it',
    async (status) => {
      const connection = answeredBy(() => new Response(null, { status }));
      await expect(connection.perform(deletion, { operation })).resolves.toBeUndefined();
    },
  );

  it('of which only the status matters is not done by the page of a proxy', async () => {
    const connection = answeredBy(() => new Response('<html>Welcome</html>', { status: 200 }));
    const error = await errorOf(connection.perform(deletion, { operation }));
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error.message).toBe(
      'digitalocean: createInstance failed: DigitalOcean answered what cannot be read, with status 200. Try again.',
    );
  });

  it('of which only the status matters may be refused', async () => {
    const body = { id: 'not_found', message: 'No.' };
    const connection = answeredBy(() => Response.json(body, { status: 404 }));
    const error = await errorOf(connection.perform(deletion, { operation }));
    expect(error).toMatchObject({ code: 'instance_not_found', providerCode: 'not_found' });
  });
});

describe('an answer that cannot be read', () => {
  it.each(['', '<html>Welcome</html>', '{"droplet":{}}'])('as %j', async (text) => {
    const headers = { 'x-request-id': 'r-1' };
    const connection = answeredBy(() => new Response(text, { status: 202, headers }));
    const error = await errorOf(connection.read(creation, schema, { operation }));
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error.message).toBe(
      'digitalocean: createInstance failed: DigitalOcean answered what cannot be read, with status 202. Try again.',
    );
    expect(error).toMatchObject({ ...operation, requestId: 'r-1' });
    expect(error.outcome).toBeUndefined();
  });
});

describe('what became of a droplet', () => {
  it.each([
    [300, undefined],
    [307, undefined],
    [400, 'no-instance'],
    [401, 'no-instance'],
    [408, undefined],
    [422, 'no-instance'],
    [429, 'no-instance'],
    [499, 'no-instance'],
    [500, undefined],
    [503, undefined],
  ])('whose creation is answered with the status %i is %s', async (status, outcome) => {
    const connection = answeredBy(() => Response.json({}, { status }));
    const error = await errorOf(connection.read(creation, schema, { operation }));
    expect(error.outcome).toBe(outcome);
    const other = await errorOf(connection.read(deletion, schema, { operation }));
    expect(other.outcome).toBeUndefined();
  });

  it.each([
    ['ECONNREFUSED', 'no-instance'],
    ['ECONNRESET', undefined],
  ])('whose creation fails by %s is %s', async (code, outcome) => {
    const { connection } = connectBy(async () => {
      const cause = Object.assign(new Error(`connect ${code}`), { code });
      throw new TypeError('fetch failed', { cause });
    });
    const error = await errorOf(connection.read(creation, schema, { operation }));
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error.message).toBe(
      'digitalocean: createInstance failed: the connection to DigitalOcean did not hold. Check the network, and try again.',
    );
    expect(error).toMatchObject({ ...operation, cause: { message: 'fetch failed' } });
    expect(error.outcome).toBe(outcome);
    const other = await errorOf(connection.read(deletion, schema, { operation }));
    expect(other.outcome).toBeUndefined();
  });

  it.each([
    ['a creation', creation, 'unknown'],
    ['another request', deletion, undefined],
  ])('after %s without an answer in time', async (_, request, outcome) => {
    const { clock, connection } = connectBy(untilAborted);
    const error = await clock.run(() => errorOf(connection.read(request, schema, { operation })));
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error.message).toBe(
      'digitalocean: createInstance failed: DigitalOcean gave no answer within 2.5 s. Try again.',
    );
    expect(error).toMatchObject({ ...operation, cause: { name: 'TimeoutError' } });
    expect(error.outcome).toBe(outcome);
  });

  it('is not told by a request that its caller has ended', async () => {
    const { connection } = connectBy(untilAborted);
    const controller = new AbortController();
    const { signal } = controller;
    const reading = errorOf(connection.read(deletion, schema, { operation, signal }));
    controller.abort(new Error('enough'));
    const error = await reading;
    expect(error).toBeInstanceOf(OperationAbortedError);
    expect(error).toMatchObject({
      message: 'digitalocean: createInstance was aborted by its caller.',
      cause: { message: 'enough' },
    });
    expect(await errorOf(connection.read(deletion, schema, { operation, signal }))).toMatchObject({
      code: 'aborted',
    });
  });
});

it('a text of the cloud is printed on one line and without the token', () => {
  const connection = answeredBy(() => new Response());
  expect(connection.print('look at\nsome-token\t!')).toBe('look at [redacted] !');
});

it('texts are hidden in errors for as long as some work takes', async () => {
  const connection = answeredBy(() =>
    Response.json({ message: 'not with password-1234' }, { status: 422 }),
  );
  const work = () => errorOf(connection.perform(deletion, { operation }));
  const hidden = await connection.hiding(['password-1234'], work);
  expect(hidden.message).toContain('(not with [redacted])');
  expect((await work()).message).toContain('(not with password-1234)');
});

/** An answer that never comes. */
async function untilAborted(input: Parameters<typeof globalThis.fetch>[0]): Promise<never> {
  const { signal } = new Request(input);
  signal.throwIfAborted();
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
