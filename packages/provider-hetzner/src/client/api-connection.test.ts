import { VirtualClock } from '@stagely/core/plugin';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ApiConnection, type ApiRequest } from './api-connection.js';
import { HetznerAPIError } from './hetzner-api-error.js';
import { HetznerConnectionError } from './hetzner-connection-error.js';

const read: ApiRequest = { method: 'GET', path: 'servers/1' };
const schema = v.object({ server: v.object({ id: v.number() }) });

const connectBy = (fetch: typeof globalThis.fetch) =>
  new ApiConnection({
    token: 'hetzner-test-token',
    baseURL: 'http://127.0.0.1/v1',
    timeoutMs: 30_000,
    fetch,
    clock: new VirtualClock(),
  });

/** What a request is rejected with that is answered so. */
const errorAfter = (answer: () => Response, request = read): Promise<unknown> =>
  connectBy(async () => answer())
    .request(schema, request)
    .then(
      () => undefined,
      (error: unknown) => error,
    );

const errorOfFetch = (error: unknown, request = read) =>
  errorAfter(() => {
    throw error;
  }, request);

const withCode = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

describe('a request', () => {
  async function sent(request: ApiRequest): Promise<Request> {
    const requests: Request[] = [];
    const connection = connectBy(async (input, init) => {
      requests.push(new Request(input, init));
      return Response.json({ server: { id: 1 } });
    });
    expect(await connection.request(schema, request)).toEqual({ server: { id: 1 } });
    const [only] = requests;
    if (only === undefined || requests.length > 1) throw new Error('One request was expected.');
    return only;
  }

  it('says whose it is and what sends it', async () => {
    const { headers, method, url, body } = await sent(read);
    expect(headers.get('authorization')).toBe('Bearer hetzner-test-token');
    expect(headers.get('user-agent')).toBe('@stagely/provider-hetzner');
    expect({ method, url, body }).toEqual({
      method: 'GET',
      url: 'http://127.0.0.1/v1/servers/1',
      body: null,
    });
  });

  it('has its query and its body', async () => {
    const query = new URLSearchParams({ name: 'web', page: '2' });
    const request = await sent({ method: 'POST', path: 'servers', query, body: { name: 'web' } });
    expect(request.url).toBe('http://127.0.0.1/v1/servers?name=web&page=2');
    expect(request.headers.get('content-type')).toBe('application/json');
    expect(await request.json()).toEqual({ name: 'web' });
  });
});

describe('an answer of the API that is an error', () => {
  it.each([400, 404, 422, 503])('with the status %i is told as it is', async (status) => {
    const details = { fields: [{ name: 'name' }] };
    const body = { error: { code: 'some_code', message: 'It says no.', details } };
    const headers = { 'x-correlation-id': 'c-1', 'retry-after': '7' };
    const error = await errorAfter(() => Response.json(body, { status, headers }));
    expect(error).toBeInstanceOf(HetznerAPIError);
    expect(error).toMatchObject({
      message: 'It says no.',
      status,
      code: 'some_code',
      details,
      correlationId: 'c-1',
      retryAfterMs: 7_000,
    });
  });

  it('may have a code alone', async () => {
    const error = await errorAfter(() =>
      Response.json({ error: { code: 'conflict' } }, { status: 409 }),
    );
    expect(error).toMatchObject({
      message: '',
      code: 'conflict',
      details: null,
      correlationId: undefined,
      retryAfterMs: undefined,
    });
  });

  it('is read to its first 4,000 characters', async () => {
    const body = { error: { code: 'c'.repeat(4_001), message: 'm'.repeat(4_001) } };
    expect(await errorAfter(() => Response.json(body, { status: 422 }))).toMatchObject({
      message: 'm'.repeat(4_000),
      code: 'c'.repeat(4_000),
    });
  });

  it.each(['<html>No</html>', '', '{"message":"no"}', '{"error":"no"}'])(
    'but not of the form of the API, as %j, is told by its status',
    async (text) => {
      const headers = { 'x-correlation-id': 'c-1', 'retry-after': '7' };
      const refused = await errorAfter(() => new Response(text, { status: 502, headers }));
      expect(refused).toBeInstanceOf(HetznerAPIError);
      expect(refused).toMatchObject({
        message: 'The API answered with the status 502.',
        status: 502,
        code: undefined,
        correlationId: 'c-1',
        retryAfterMs: 7_000,
      });
      // Whatever stands between says it, so that no server is taken for gone.
      const missing = await errorAfter(() => new Response(text, { status: 404, headers }));
      expect(missing).toBeInstanceOf(HetznerConnectionError);
      expect(missing).toMatchObject({
        message: 'The answer has the status 404, but is none of the API.',
        failure: 'unreadable',
        status: 404,
        correlationId: 'c-1',
      });
    },
  );

  it.each([
    ['0', 0],
    ['42', 42_000],
    ['999999', 999_999_000],
    ['1000000', undefined],
    ['-1', undefined],
    ['7 s', undefined],
    ['in 7', undefined],
    ['', undefined],
  ])('with Retry-After %j asks to wait %s ms', async (value, retryAfterMs) => {
    const headers = { 'retry-after': value };
    const error = await errorAfter(() => Response.json({}, { status: 429, headers }));
    expect(error).toMatchObject({ status: 429, retryAfterMs });
  });
});

describe('an answer that is not as expected', () => {
  it.each([
    ['', 'the whole'],
    ['<html>Welcome</html>', 'the whole'],
    ['null', 'the whole'],
    ['{"server":{"id":"one"}}', 'server.id'],
  ])('as %j is told by where it is wrong', async (text, where) => {
    const headers = { 'x-correlation-id': 'c-1' };
    const error = await errorAfter(() => new Response(text, { status: 201, headers }));
    expect(error).toBeInstanceOf(HetznerConnectionError);
    expect(error).toMatchObject({
      message: `The answer to GET /servers/1 is not as expected: ${where}.`,
      failure: 'unreadable',
      status: 201,
      correlationId: 'c-1',
    });
    expect(error).not.toHaveProperty('cause');
  });

  it('names the first five places', async () => {
    const connection = connectBy(async () => Response.json(['a', 'b', 'c', 'd', 'e', 'f']));
    await expect(connection.request(v.array(v.number()), read)).rejects.toMatchObject({
      message: 'The answer to GET /servers/1 is not as expected: 0, 1, 2, 3, 4.',
    });
  });
});

describe('a connection', () => {
  const creation: ApiRequest = { method: 'POST', path: 'servers', body: {} };

  describe.each([
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
    'UND_ERR_CONNECT_TIMEOUT',
  ])('that never came about, by %s', (code) => {
    it.each([
      ['the error itself', withCode(code)],
      ['its cause', new TypeError('fetch failed', { cause: withCode(code) })],
      [
        'one of its causes',
        new TypeError('fetch failed', {
          cause: new AggregateError([new Error('?'), withCode(code)]),
        }),
      ],
    ])('has sent nothing: in %s', async (_, thrown) => {
      const error = await errorOfFetch(thrown, creation);
      expect(error).toBeInstanceOf(HetznerConnectionError);
      expect(error).toMatchObject({
        message: 'The API could not be reached for POST /servers.',
        failure: 'unreachable',
        status: undefined,
        correlationId: undefined,
        cause: { message: thrown.message },
      });
    });
  });

  it.each([
    ['ECONNRESET', new TypeError('fetch failed', { cause: withCode('ECONNRESET') })],
    ['UND_ERR_SOCKET', new TypeError('fetch failed', { cause: withCode('UND_ERR_SOCKET') })],
    ['nobody knows what', new TypeError('fetch failed')],
  ])('that broke, by %s, may have sent all', async (_, thrown) => {
    const error = await errorOfFetch(thrown, creation);
    expect(error).toBeInstanceOf(HetznerConnectionError);
    expect(error).toMatchObject({
      message: 'The connection was lost before an answer to POST /servers had come.',
      failure: 'lost',
      cause: { message: 'fetch failed' },
    });
  });

  it('is also lost when something that is no error is thrown', async () => {
    expect(await errorOfFetch('odd', creation)).toMatchObject({
      failure: 'lost',
      cause: { message: 'odd' },
    });
  });
});
