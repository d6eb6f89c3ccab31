import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { DIGITALOCEAN_TEST_TOKEN } from './digitalocean-defaults.js';
import { operationNames } from './operations.js';
import {
  bodyOf,
  clientOf,
  errorOf,
  someDroplet,
  startDigitalOcean,
} from './testing/start-digitalocean.js';

const authorization = `Bearer ${DIGITALOCEAN_TEST_TOKEN}`;
const json = 'application/json';

async function startWithDroplet() {
  const started = await startDigitalOcean({ rateLimits: false });
  const { id } = started.state.droplets.plant({ name: 'web', tags: ['ci'] });
  const before = JSON.stringify(started.state.droplets.all());
  const unchanged = () => expect(JSON.stringify(started.state.droplets.all())).toBe(before);
  return { ...started, id, unchanged };
}

describe('bad input', () => {
  it.each<[string, string | Uint8Array | undefined, string | undefined, number, string]>([
    ['no body', undefined, json, 400, 'bad_request'],
    ['half a document', '{"name":', json, 400, 'bad_request'],
    ['a text', '"droplet"', json, 400, 'bad_request'],
    ['a number', '7', json, 400, 'bad_request'],
    ['null', 'null', json, 400, 'bad_request'],
    ['a list', '[{}]', json, 400, 'bad_request'],
    ['garbage bytes', new Uint8Array([0, 255, 128, 7, 123]), json, 400, 'bad_request'],
    [
      'a name that is no UTF-8',
      Buffer.from('7b226e616d65223a22ff227d', 'hex'),
      json,
      400,
      'bad_request',
    ],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, json, 400, 'bad_request'],
    [
      'a form',
      'name=web&size=c-2',
      'application/x-www-form-urlencoded',
      415,
      'unsupported_media_type',
    ],
    [
      'JSON that is said to be text',
      JSON.stringify(someDroplet),
      'text/plain',
      415,
      'unsupported_media_type',
    ],
    [
      'JSON without a type',
      new TextEncoder().encode('{}'),
      undefined,
      415,
      'unsupported_media_type',
    ],
    ['another type that begins so', '{}', 'application/jsonp', 415, 'unsupported_media_type'],
    ['10 MB', new Uint8Array(10_000_000), json, 413, 'request_entity_too_large'],
    ['a prototype', '{"__proto__":{"name":"x"}}', json, 400, 'bad request'],
  ])('gets an error for %s', async (_, body, contentType, status, id) => {
    const { emulator, unchanged } = await startWithDroplet();
    for (const path of ['/v2/droplets', '/v2/account/keys']) {
      const answer = fetch(`${emulator.url}${path}`, {
        method: 'POST',
        headers: { authorization, ...(contentType && { 'content-type': contentType }) },
        ...(body !== undefined && { body }),
      });
      expect(await errorOf(answer), path).toMatchObject({ status, id });
    }
    unchanged();
    expect(emulator.requests.all().filter(({ failure }) => failure !== undefined)).toEqual([]);
  });

  it('gets an error in the form of its own for a tag that cannot be read', async () => {
    const { client, state } = await startWithDroplet();
    const answer = await client('POST', '/v2/tags', []);
    expect([answer.status, await answer.json()]).toEqual([
      400,
      {
        error: 'error parsing request body',
        messages: null,
        root_causes: ['rpc error: code = InvalidArgument desc = error parsing request body'],
      },
    ]);
    expect(state.tags.names()).toEqual(['ci']);
  });

  it('takes JSON with a character set', async () => {
    const { emulator } = await startWithDroplet();
    const headers = { authorization, 'content-type': 'Application/JSON; charset=utf-8' };
    const body = JSON.stringify(someDroplet);
    const answer = await fetch(`${emulator.url}/v2/droplets`, { method: 'POST', headers, body });
    expect(answer.status).toBe(202);
  });

  it.each<[string, string, number, string]>([
    ['GET', '/', 404, 'not_found'],
    ['GET', '/v2', 404, 'not_found'],
    ['GET', '/v1/droplets', 404, 'not_found'],
    ['GET', '/v2/dropletz', 404, 'not_found'],
    ['POST', '/v2/vpcs', 404, 'not_found'],
    ['GET', '/v2/%E0%A4%A', 404, 'not_found'],
    ['PUT', '/v2/droplets', 405, 'method_not_allowed'],
    ['PATCH', '/v2/droplets/1', 405, 'method_not_allowed'],
    ['POST', '/v2/account', 405, 'method_not_allowed'],
    ['DELETE', '/v2/sizes', 405, 'method_not_allowed'],
    ['POST', '/v2/droplets/actions?tag_name=ci', 501, 'not_implemented'],
    ['GET', '/v2/droplets/1/kernels', 501, 'not_implemented'],
    ['DELETE', '/v2/images/1', 501, 'not_implemented'],
  ])('gets an error for %s %s', async (method, path, status, id) => {
    const { client, unchanged } = await startWithDroplet();
    const answer = await client(method, path);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect([answer.status, Object(await answer.json()).id]).toEqual([status, id]);
    expect(answer.headers.has('allow')).toBe(status === 405);
    unchanged();
  });

  it('gets an error for a parameter that the operation does not know, whatever the operation', async () => {
    const { client, unchanged } = await startWithDroplet();
    for (const operation of operationNames) {
      const [method = '', path = ''] = operation.split(' ');
      const address = path.replaceAll(/\{\w+\}/g, '1');
      const answer = await client(
        method,
        `${address}?nonsense=1`,
        method === 'GET' ? undefined : {},
      );
      const body = Object(await answer.json());
      expect(answer.status, operation).toBe(400);
      expect(body.message ?? body.error).toBe('found unpermitted parameters: nonsense');
    }
    unchanged();
  });

  it('does not mind a slash at the end, as some clients send it', async () => {
    const { client, emulator, id } = await startWithDroplet();
    for (const path of ['/v2/droplets/', `/v2/droplets/${id}/`, '/v2/account/']) {
      expect((await client('GET', path)).status, path).toBe(200);
    }
    expect([...emulator.requests.countByOperation().keys()]).toEqual([
      'GET /v2/droplets',
      'GET /v2/droplets/{id}',
      'GET /v2/account',
    ]);
  });

  it('has no effect when a request is cut in the middle', async () => {
    const { emulator, client, unchanged } = await startWithDroplet();
    const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
    const head = ['POST /v2/droplets HTTP/1.1', 'Host: x', `Authorization: ${authorization}`];
    const body = JSON.stringify(someDroplet);
    const headers = [`Content-Type: ${json}`, `Content-Length: ${body.length}`];
    socket.on('error', () => {});
    const closed = once(socket, 'close');
    socket.resume();
    socket.end([...head, ...headers, '', body.slice(0, -1)].join('\r\n'));
    await closed;
    unchanged();
    expect((await client('POST', '/v2/droplets', someDroplet)).status).toBe(202);
  });

  it('serves a thousand connections at once, each creation once', async () => {
    const { emulator, state } = await startDigitalOcean({
      rateLimits: false,
      quotas: { droplets: 990 },
    });
    const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
    const one = async (index: number) => {
      const headers = { authorization, 'content-type': json };
      const outgoing = request(`${emulator.url}/v2/droplets`, { agent, method: 'POST', headers });
      outgoing.end(JSON.stringify({ ...someDroplet, name: `n${index}`, tags: ['ci'] }));
      const [incoming] = await once(outgoing, 'response');
      incoming.resume();
      await once(incoming, 'end');
      return incoming.statusCode;
    };
    const statuses = await Promise.all(Array.from({ length: 1000 }, (_, index) => one(index)));
    expect(statuses.filter((status) => status === 202)).toHaveLength(990);
    expect(statuses.filter((status) => status === 422)).toHaveLength(10);
    const droplets = state.droplets.existing();
    expect(new Set(droplets.map(({ id }) => id)).size).toBe(990);
    const { meta } = await bodyOf(clientOf(emulator)('GET', '/v2/droplets?tag_name=ci'));
    expect(meta.total).toBe(990);
  });
});
