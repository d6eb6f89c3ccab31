import { describe, expect, it } from 'vitest';
import { operationNames, operationsNotEmulated } from './operations.js';
import {
  type DigitalOceanSpecification,
  hasDigitalOceanSpecification,
  readDigitalOceanSpecification,
} from './testing/digitalocean-specification.js';
import { bodyOf, clientOf, someDroplet, startDigitalOcean } from './testing/start-digitalocean.js';

const title = hasDigitalOceanSpecification
  ? 'DigitalOcean’s description of its API'
  : 'DigitalOcean’s description of its API (../shared/specs is not there)';

const publicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqFkSAyqV8G0VG2FxOWdvN7n2VgwMzMXJyPAlMWgoVn me';

/** An emulator whose every answer is checked as it comes. */
async function startChecked(specification: DigitalOceanSpecification) {
  const started = await startDigitalOcean({
    rateLimits: { hour: { requests: 400, windowMs: 3_600_000 } },
    quotas: { droplets: 40 },
    credentials: ['dop_v1_emulated', { token: 'scoped', scopes: ['droplet:read'] }],
  });
  const problems: string[] = [];
  const statuses = new Map<string, Set<number>>();
  const checkedClient = (token: string) => async (method: string, url: string, body?: unknown) => {
    const answer = await clientOf(started.emulator, token)(method, url, body);
    const text = await answer.clone().text();
    const operation = started.emulator.requests.all().at(-1)?.operation ?? 'unknown';
    statuses.set(operation, (statuses.get(operation) ?? new Set()).add(answer.status));
    const request = { method, url, body: body === undefined ? '' : JSON.stringify(body) };
    const found = specification.problemsOfAnswer(request, {
      status: answer.status,
      headers: answer.headers,
      body: text,
    });
    const wrong = answer.status < 300 ? specification.problemsOfRequest(request) : [];
    problems.push(
      ...[...found, ...wrong].map((each) => `${answer.status} ${method} ${url}: ${each}`),
    );
    return answer;
  };
  return {
    ...started,
    checkedClient,
    client: checkedClient('dop_v1_emulated'),
    problems,
    statuses,
  };
}

describe.skipIf(!hasDigitalOceanSpecification)(title, () => {
  const specification = hasDigitalOceanSpecification ? readDigitalOceanSpecification() : undefined;
  const described = () => {
    if (specification === undefined) throw new Error('It is not there.');
    return specification;
  };

  it('knows every operation that the emulator names, and the emulator names all of its', () => {
    const general = [...operationNames, ...operationsNotEmulated].map((name) =>
      name.replaceAll(/\{\w+\}/g, '{}'),
    );
    expect(general.toSorted()).toEqual(described().operations.toSorted());
  });

  it('is followed by every answer, at every stage of a droplet’s life and for every error', async () => {
    const { client, checkedClient, clock, state, problems, statuses } = await startChecked(
      described(),
    );
    const lists = async (id: number) => {
      for (const path of ['droplets', 'droplets?tag_name=ci', 'droplets?name=web-1', 'actions']) {
        await client('GET', `/v2/${path}`);
      }
      await client('GET', `/v2/droplets/${id}`);
      await client('GET', `/v2/droplets/${id}/actions?per_page=1`);
      await client('GET', '/v2/tags');
    };

    const { ssh_key } = await bodyOf(
      client('POST', '/v2/account/keys', { name: 'me', public_key: publicKey }),
      201,
    );
    await client('GET', '/v2/account/keys');
    await client('GET', `/v2/account/keys/${ssh_key.fingerprint}`);
    await client('PUT', `/v2/account/keys/${ssh_key.id}`, { name: 'you' });

    const everything = {
      ...someDroplet,
      tags: ['ci', 'env:prod'],
      ssh_keys: [ssh_key.id],
      backups: true,
      backup_policy: { plan: 'weekly', weekday: 'MON', hour: 4 },
      ipv6: true,
      monitoring: true,
      user_data: '#cloud-config',
      vpc_uuid: state.vpcs.defaultOf('nyc3').id,
      with_droplet_agent: true,
      public_networking: true,
    };
    const { droplet, links } = await bodyOf(client('POST', '/v2/droplets', everything), 202);
    const { name: _, ...several } = someDroplet;
    await client('POST', '/v2/droplets', { ...several, names: ['a', 'b'] });
    state.droplets.plant({ name: 'gpu', size: 'gpu-h100x1-80gb', region: 'tor1' });
    await client('GET', '/v2/droplets?type=gpus');
    for (const advance of [0, 30_000, 1_000, 2_000]) {
      await clock.advance(advance);
      await lists(droplet.id);
      await client('GET', `/v2/actions/${links.actions[0].id}`);
    }

    const actions = `/v2/droplets/${droplet.id}/actions`;
    for (const type of ['power_off', 'power_on', 'reboot', 'power_cycle', 'shutdown']) {
      const { action } = await bodyOf(client('POST', actions, { type }), 201);
      await client('GET', `${actions}/${action.id}`);
      await clock.advance(5_000);
      await lists(droplet.id);
    }
    await client('POST', actions, { type: 'rename', name: 'db-1' });
    await client('DELETE', `/v2/droplets/${droplet.id}`);
    await clock.advance(5_000);
    state.droplets.failNextActions();
    await client('POST', actions, { type: 'reboot' });
    await clock.advance(5_000);
    await client('GET', actions);

    for (const path of ['account', 'sizes', 'sizes?per_page=3&page=2', 'regions', 'images']) {
      await client('GET', `/v2/${path}`);
    }
    await client('GET', '/v2/images?type=distribution&per_page=2');
    await client('GET', '/v2/images/ubuntu-22-04-x64');
    const image = state.images.add({ name: 'golden', regions: ['nyc3'] });
    await client('GET', `/v2/images/${image.id}`);
    await client('POST', '/v2/tags', { name: 'base' });
    for (const method of ['POST', 'DELETE']) {
      const resources = [
        { resource_id: String(droplet.id), resource_type: 'droplet' },
        { resource_id: String(image.id), resource_type: 'image' },
      ];
      await client(method, '/v2/tags/base/resources', { resources });
      await client('GET', '/v2/tags/base');
    }
    await client('DELETE', '/v2/tags/base');
    await client('DELETE', `/v2/account/keys/${ssh_key.id}`);
    await client('DELETE', `/v2/droplets/${droplet.id}`);
    await lists(droplet.id);
    await clock.advance(10_000);
    await client('DELETE', '/v2/droplets?tag_name=ci');

    await client('POST', '/v2/tags', { name: 'no tag' });
    await client('POST', '/v2/tags', []);
    await client('GET', '/v2/droplets/1');
    await client('POST', '/v2/droplets', { ...someDroplet, size: 'nothing' });
    await client('POST', '/v2/droplets', { ...someDroplet, nothing: 1 });
    await client('GET', '/v2/droplets?page=0');
    await client('PUT', '/v2/droplets');
    await client('GET', '/v2/nothing');
    await client('GET', '/v2/droplets/1/kernels');
    await checkedClient('unknown')('GET', '/v2/account');
    await checkedClient('scoped')('GET', '/v2/account');
    for (let request = 0; request < 400; request++) await client('GET', '/v2/account');

    expect(problems).toEqual([]);
    expect(
      operationNames.filter((name) => ![...(statuses.get(name) ?? [])].some((each) => each < 300)),
    ).toEqual([]);
    const seen = new Set([...statuses.values()].flatMap((each) => [...each]));
    for (const status of [200, 201, 202, 204, 400, 401, 403, 404, 405, 422, 429, 501]) {
      expect(seen, String(status)).toContain(status);
    }
  });

  it('has a checker that finds what is wrong with answers', () => {
    const { problemsOfAnswer, example } = described();
    const headers = new Headers({
      'content-type': 'application/json',
      'ratelimit-limit': '5000',
      'ratelimit-remaining': '1',
      'ratelimit-reset': '1',
    });
    const request = { method: 'GET', url: '/v2/droplets/3164444' };
    const check = (body: unknown, given = headers) =>
      problemsOfAnswer(request, { status: 200, headers: given, body: JSON.stringify(body) });
    const single = Object(example('droplet_single'));
    expect(check(single)).toEqual([]);
    expect(check({ droplet: { ...single.droplet, status: 'off' } })).toEqual([]);
    expect(check({ droplet: { ...single.droplet, status: 'dead' } })).toContain(
      'body/droplet/status must be equal to one of the allowed values',
    );
    expect(check({ droplet: { ...single.droplet, id: '7' } })).toContain(
      'body/droplet/id must be integer',
    );
    const { networks: _, ...without } = single.droplet;
    expect(check({ droplet: without })).toContain(
      "body/droplet must have required property 'networks'",
    );
    expect(check(single, new Headers({ 'content-type': 'application/json' }))).toContain(
      'header ratelimit-reset is missing',
    );
    expect(check(single, new Headers({ 'content-type': 'text/html' }))).toContain(
      'the body is not said to be JSON',
    );
  });

  it('has a checker that finds what is wrong with requests', () => {
    const { problemsOfRequest, example } = described();
    const body = JSON.stringify(example('droplet_create_request'));
    const create = { method: 'POST', url: '/v2/droplets' };
    expect(problemsOfRequest({ ...create, body })).toEqual([]);
    expect(problemsOfRequest({ ...create, body: '{}' }).join()).toContain(
      "required property 'size'",
    );
    expect(problemsOfRequest(create)).toEqual(['the body is missing']);
    const list = (query: string) =>
      problemsOfRequest({ method: 'GET', url: `http://127.0.0.1:1/v2/droplets?${query}` });
    expect(list('tag_name=7&per_page=200')).toEqual([]);
    expect(list('per_page=201')).toEqual(['query per_page must be <= 200']);
    expect(list('status=new')).toEqual(['query status is not known']);
    expect(problemsOfRequest({ method: 'DELETE', url: '/v2/droplets' })).toEqual([
      'query tag_name is missing',
    ]);
    expect(problemsOfRequest({ method: 'PUT', url: '/v2/droplets' })).toEqual([
      'there is no PUT /v2/droplets',
    ]);
    const reboot = { method: 'POST', url: '/v2/droplets/7/actions', body: '{"type":"reboot"}' };
    expect(problemsOfRequest(reboot)).toEqual([]);
  });
});
