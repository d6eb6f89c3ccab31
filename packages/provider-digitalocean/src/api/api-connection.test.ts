import { createServer } from 'node:http';
import {
  DIGITALOCEAN_TEST_TOKEN,
  type Fault,
  startDigitalOceanEmulator,
} from '@stagely/cloud-emulators';
import {
  InvalidCredentialsError,
  NetworkFailureError,
  OperationAbortedError,
  RateLimitedError,
} from '@stagely/core';
import { systemClock } from '@stagely/core/plugin';
import * as v from 'valibot';
import { describe, expect, it, onTestFinished } from 'vitest';
import { errorOf } from '../testing/error-of.js';
import { ApiConnection } from './api-connection.js';
import type { ApiRequest } from './api-request.js';

const operation = { provider: 'digitalocean', operation: 'getInstanceStatus' };
const account: ApiRequest = {
  method: 'GET',
  path: 'v2/account',
  subject: 'account',
  scopes: ['account:read'],
};
const creation: ApiRequest = {
  method: 'POST',
  path: 'v2/droplets',
  body: {
    name: 'web-1',
    region: 'fra1',
    size: 's-1vcpu-1gb',
    image: 'ubuntu-22-04-x64',
  },
  subject: 'creation',
  scopes: ['droplet:create'],
};
const schema = v.object({ account: v.object({ status: v.string() }) });
const anything = v.object({});

/** A connection to an emulator over real HTTP. */
async function connect(token = DIGITALOCEAN_TEST_TOKEN, requestTimeoutMs = 30_000) {
  const emulator = await startDigitalOceanEmulator();
  onTestFinished(() => emulator.close());
  const connection = new ApiConnection(token, {
    endpoint: emulator.url,
    requestTimeoutMs,
    clock: systemClock,
    fetch: globalThis.fetch,
  });
  return { emulator, connection };
}

describe('a request over HTTP', () => {
  it('is authorised, and its answer is read', async () => {
    const { connection } = await connect();
    const answer = await connection.read(account, schema, { operation });
    expect(answer.account.status).toBe('active');
  });

  it('with an unknown token is refused with the id of the request', async () => {
    const { connection } = await connect('dop_v1_nobody');
    const error = await errorOf(connection.read(account, schema, { operation }));
    expect(error).toBeInstanceOf(InvalidCredentialsError);
    expect(error).toMatchObject({ ...operation, providerCode: 'unauthorized' });
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each<[string, Fault]>([
    ['a lost answer', { type: 'resetAfter' }],
    ['a broken connection', { type: 'resetBefore' }],
    ['half an answer', { type: 'truncated' }],
    ['an answer without a body', { type: 'empty' }],
    ["a proxy's page", { type: 'html' }],
    ["a proxy's page that claims success", { type: 'html', status: 200 }],
    ['a failure', { type: 'status', status: 500, code: 'server_error' }],
  ])('with %s is a NetworkFailureError, and made once', async (_, fault) => {
    const { emulator, connection } = await connect();
    emulator.faults.add({ fault });
    const error = await errorOf(connection.read(account, schema, { operation }));
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error).toMatchObject(operation);
    expect(emulator.requests.count()).toBe(1);
  });

  it.each<Fault>([{ type: 'wrongContentType' }, { type: 'slowDrip', intervalMs: 1 }])(
    'is read all the same with $type',
    async (fault) => {
      const { emulator, connection } = await connect();
      emulator.faults.add({ fault });
      await connection.read(account, schema, { operation });
    },
  );

  it('that is throttled says for how long', async () => {
    const { emulator, connection } = await connect();
    emulator.faults.add({
      fault: {
        type: 'status',
        status: 429,
        code: 'too_many_requests',
        headers: { 'retry-after': '12' },
      },
    });
    const error = await errorOf(connection.read(account, schema, { operation }));
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(error.retryAfterMs).toBe(12_000);
  });

  it('ends with its time limit', async () => {
    const { emulator, connection } = await connect(DIGITALOCEAN_TEST_TOKEN, 20);
    emulator.faults.add({ fault: { type: 'hang' } });
    const error = await errorOf(connection.read(account, schema, { operation }));
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error.message).toContain('no answer within 0.02 s');
  });

  it('ends with an abort', async () => {
    const { emulator, connection } = await connect();
    emulator.faults.add({ fault: { type: 'hang' } });
    const controller = new AbortController();
    const { signal } = controller;
    const reading = errorOf(connection.read(account, schema, { operation, signal }));
    controller.abort();
    expect(await reading).toBeInstanceOf(OperationAbortedError);
  });

  it('that is given up before it leaves is not made', async () => {
    const { emulator, connection } = await connect();
    const controller = new AbortController();
    const { signal } = controller;
    const clock = {
      now: () => 0,
      sleep: async () => controller.abort(),
    };
    const watched = new ApiConnection(DIGITALOCEAN_TEST_TOKEN, {
      endpoint: emulator.url,
      requestTimeoutMs: 30_000,
      clock,
      fetch: globalThis.fetch,
    });
    const error = await errorOf(watched.read(account, schema, { operation, signal }));
    expect(error).toBeInstanceOf(OperationAbortedError);
    await connection.read(account, schema, { operation });
    expect(emulator.requests.count()).toBe(1);
  });

  it('is never followed to another address, where the token would be seen', async () => {
    const seen: (string | undefined)[] = [];
    const elsewhere = createServer((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url === '/v2/account') response.writeHead(307, { location: '/stolen' });
      response.end('{"account":{"status":"active"}}');
    });
    onTestFinished(() => void elsewhere.close());
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const port: unknown = Reflect.get(Object(elsewhere.address()), 'port');
    const connection = new ApiConnection('token', {
      endpoint: `http://127.0.0.1:${port}`,
      requestTimeoutMs: 30_000,
      clock: systemClock,
      fetch: globalThis.fetch,
    });
    const error = await errorOf(connection.read(account, schema, { operation }));
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(seen).toEqual(['Bearer token']);
  });
});

describe('a creation that fails', () => {
  it.each<[string, Fault]>([
    ['was refused', { type: 'status', status: 422, code: 'unprocessable_entity' }],
    ['was throttled', { type: 'status', status: 429, code: 'too_many_requests' }],
    ['may not be made', { type: 'status', status: 403, code: 'forbidden' }],
  ])('says that there is no droplet when it %s', async (_, fault) => {
    const { emulator, connection } = await connect();
    emulator.faults.add({ fault });
    const error = await errorOf(connection.read(creation, anything, { operation }));
    expect(error.outcome).toBe('no-instance');
  });

  it('says so when the cloud cannot be reached', async () => {
    const { emulator, connection } = await connect();
    await emulator.close();
    const error = await errorOf(connection.read(creation, anything, { operation }));
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error.outcome).toBe('no-instance');
  });

  it.each<[string, Fault]>([
    ['its answer is lost', { type: 'resetAfter' }],
    ['its answer is cut off', { type: 'truncated' }],
    ['a proxy answers', { type: 'html', afterEffect: true }],
    ['the cloud fails', { type: 'status', status: 500, code: 'server_error' }],
  ])('says nothing of the droplet when %s', async (_, fault) => {
    const { emulator, connection } = await connect();
    emulator.faults.add({ fault });
    const error = await errorOf(connection.read(creation, anything, { operation }));
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error.outcome).toBeUndefined();
  });

  it('is unknown when there is no answer in time', async () => {
    const { emulator, connection } = await connect(DIGITALOCEAN_TEST_TOKEN, 20);
    emulator.faults.add({ fault: { type: 'hang' } });
    const error = await errorOf(connection.read(creation, anything, { operation }));
    expect(error.outcome).toBe('unknown');
  });
});
