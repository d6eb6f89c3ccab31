import { describe, expect, it } from 'vitest';
import { HetznerSpecification, missingSpecification } from './hetzner-specification.js';

const title = missingSpecification
  ? `the check against the API description (skipped: ${missingSpecification})`
  : 'the check against the API description';

const url = (path: string) => new URL(path, 'http://127.0.0.1');
const request = (method: string, path: string, body?: object) => ({
  method,
  url: url(path),
  bodyText: body === undefined ? '' : JSON.stringify(body),
});

describe.skipIf(missingSpecification)(title, () => {
  it('finds what is wrong with answers', () => {
    const specification = new HetznerSpecification();
    const check = (status: number, body: unknown) =>
      specification.checkAnswer('GET /v1/ssh_keys/{id}', status, body);
    const key = {
      id: 1,
      name: 'a',
      fingerprint: 'b',
      public_key: 'c',
      labels: {},
      created: '2026-01-01T00:00:00Z',
    };
    expect(check(200, { ssh_key: key })).toEqual([]);
    expect(check(200, { ssh_key: { ...key, id: '1' } })).toEqual(['/ssh_key/id must be integer']);
    expect(check(200, { ssh_key: { ...key, created: 'today' } })).toHaveLength(1);
    expect(check(200, { ssh_key: { ...key, labels: [] } })).toHaveLength(1);
    expect(check(200, { ssh_key: { id: 1 } })).toHaveLength(5);
    expect(check(200, {})).toHaveLength(1);
    expect(check(204, undefined)).toHaveLength(1);
    expect(check(404, { error: { code: 'not_found', message: 'a', details: null } })).toEqual([]);
    expect(check(404, { error: 'not found' })).toHaveLength(1);
  });

  it('finds what is wrong with requests', () => {
    const specification = new HetznerSpecification();
    const list = (query: string) =>
      specification.checkRequest('GET /v1/servers', request('GET', `/v1/servers?${query}`));
    expect(list('name=7&page=2&per_page=50&sort=name:asc&status=off&status=running')).toEqual([]);
    expect(list('page=two')).toHaveLength(1);
    expect(list('sort=status')).toHaveLength(1);
    expect(list('name=a&name=b')).toHaveLength(1);
    expect(list('tag=a')).toEqual(['query parameter tag is not described']);
    const actions = (query: string) =>
      specification.checkRequest('GET /v1/actions', request('GET', `/v1/actions${query}`));
    expect(actions('?id=1&id=2')).toEqual([]);
    expect(actions('?id=x')).toHaveLength(1);
    expect(actions('')).toEqual(['query parameter id is missing']);

    const create = (body?: object) =>
      specification.checkRequest('POST /v1/servers', request('POST', '/v1/servers', body));
    const smallest = { name: 'web', server_type: 'cx23', image: '1' };
    expect(create(smallest)).toEqual([]);
    expect(create({ ...smallest, image: 1 })).toEqual(['/image must be string']);
    expect(create({ name: 'web' })).toHaveLength(2);
    expect(create()).not.toEqual([]);
    const power = request('POST', '/v1/servers/1/actions/poweroff', { force: true });
    expect(specification.checkRequest('POST /v1/servers/{id}/actions/poweroff', power)).toEqual([
      'no body is described',
    ]);
    expect(() => specification.checkRequest('GET /v1/nothing', request('GET', '/'))).toThrow(
      'GET /v1/nothing is not described',
    );
  });
});
