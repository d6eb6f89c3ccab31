import { APIError, Client } from 'hcloud-js';
import { describe, expect, it } from 'vitest';
import { HetznerSpecification, missingSpecification } from '../testing/hetzner-specification.js';
import { sshPublicKey } from '../testing/ssh-public-key.js';
import { RUNNING_MS, startHetzner, TOKEN, timings } from '../testing/start-hetzner.js';

async function startWithHcloudJs(options: Parameters<typeof startHetzner>[0] = {}) {
  const started = await startHetzner(options);
  const hcloud = new Client({ token: TOKEN, baseURL: `${started.emulator.url}/v1/` });
  return { ...started, hcloud };
}

const withDatacenters = { behaviour: { removedDatacenterField: true } };

describe('hcloud-js 1.4.1, as it is on npm', () => {
  it('creates, lists, renames, stops and deletes servers, where the removed field is put back', async () => {
    const { hcloud, clock, state } = await startWithHcloudJs(withDatacenters);
    const key = await hcloud.sshKeys.create('mine', sshPublicKey('a'));
    const { server, action } = await hcloud.servers
      .build('web')
      .serverType('cx23')
      .image('ubuntu-24.04')
      .location('nbg1')
      .sshKey(key.id)
      .labels({ env: 'test' })
      .userData('#cloud-config')
      .create();
    expect(server).toMatchObject({
      name: 'web',
      status: 'initializing',
      labels: { env: 'test' },
      serverType: { name: 'cx23' },
      image: { name: 'ubuntu-24.04' },
      datacenter: { name: 'nbg1-dc3', location: { name: 'nbg1' } },
      publicNet: { ipv4: { ip: expect.stringMatching(/^198\./) } },
    });
    expect(action).toMatchObject({ command: 'create_server', status: 'running' });
    await clock.advance(RUNNING_MS);
    expect((await hcloud.actions.get(action.id)).status).toBe('success');

    const running = await hcloud.servers.get(server.id);
    expect(running.status).toBe('running');
    const { servers } = await hcloud.servers.list({ labelSelector: 'env=test', perPage: 10 });
    expect(servers.map(({ id }) => id)).toEqual([server.id]);
    expect((await running.getActions()).actions.map(({ command }) => command)).toEqual([
      'create_server',
      'start_server',
    ]);
    expect((await running.changeName('renamed')).name).toBe('renamed');
    await running.changeProtection({ delete: true, rebuild: true });
    await clock.advance(timings.changeMs);
    await expect(running.delete()).rejects.toMatchObject({ code: 'protected' });
    await running.changeProtection({ delete: false, rebuild: false });
    await clock.advance(timings.changeMs);
    expect(await running.powerOff()).toMatchObject({ command: 'stop_server', status: 'running' });
    await expect(running.delete()).rejects.toMatchObject({ code: 'locked' });
    await clock.advance(timings.powerOffMs);
    expect((await running.delete()).command).toBe('delete_server');
    await expect(hcloud.servers.get(server.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(state.servers()).toMatchObject([{ name: 'renamed', status: 'gone' }]);
  });

  it('reads types, images, locations, keys and its rate limit from truthful answers', async () => {
    const { hcloud, clock } = await startWithHcloudJs();
    const { serverTypes } = await hcloud.serverTypes.list({ name: 'cx23' });
    expect(serverTypes).toMatchObject([{ id: 114, name: 'cx23' }]);
    const { images } = await hcloud.images.list({ name: 'ubuntu-22.04', includeDeprecated: true });
    expect(images.map(({ id }) => id)).toEqual([67794396, 103908130]);
    const { locations } = await hcloud.locations.list();
    expect(locations.map(({ name }) => name)).toContain('hel1');
    const key = await hcloud.sshKeys.create('mine', sshPublicKey('a'));
    expect((await hcloud.sshKeys.list()).sshKeys.map(({ id }) => id)).toEqual([key.id]);
    await hcloud.sshKeys.delete(key.id);
    expect((await hcloud.sshKeys.list()).sshKeys).toEqual([]);
    expect(hcloud.ratelimit).toEqual({
      limit: 3600,
      remaining: 3593,
      reset: new Date(clock.now() + 7000),
    });
  });

  it('understands errors', async () => {
    const { hcloud, emulator } = await startWithHcloudJs(withDatacenters);
    const create = (name: string) =>
      hcloud.servers.build(name).serverType('cx23').image('debian-12').create();
    await create('web');
    const error: unknown = await create('web').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(APIError);
    expect(error).toEqual(
      expect.objectContaining({
        code: 'uniqueness_error',
        message: 'server name is already used',
        details: { fields: [{ name: 'name' }] },
      }),
    );
    await expect(create('not_valid')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(hcloud.datacenters.list()).rejects.toMatchObject({
      code: 'deprecated_api_endpoint',
    });
    const stranger = new Client({ token: 'wrong', baseURL: `${emulator.url}/v1/` });
    await expect(stranger.servers.list()).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('fails to read a server as it is today: without the datacenter it knows', async () => {
    const { hcloud, state } = await startWithHcloudJs();
    const create = () => hcloud.servers.build('web').serverType('cx23').image('debian-12').create();
    await expect(create()).rejects.toThrow(TypeError);
    expect(state.servers()).toMatchObject([{ name: 'web' }]);
    await expect(hcloud.servers.list()).rejects.toThrow(TypeError);
  });

  it.skipIf(missingSpecification)('sends requests that are as described', async () => {
    const { hcloud, emulator, clock } = await startWithHcloudJs(withDatacenters);
    const created = await hcloud.servers
      .build('web')
      .serverType('cx23')
      .image('debian-12')
      .location('fsn1')
      .create();
    await clock.advance(RUNNING_MS);
    await hcloud.servers.list({ name: 'web', status: 'running', sort: 'name:asc', perPage: 50 });
    const server = await hcloud.servers.get(created.server.id);
    await server.changeName('renamed');
    await server.powerOff();
    await clock.advance(timings.powerOffMs);
    await server.delete();
    const specification = new HetznerSpecification();
    for (const { operation = '', method, path, query, body } of emulator.requests.all()) {
      const url = new URL(path, emulator.url);
      for (const [name, values] of Object.entries(query)) {
        for (const value of values) url.searchParams.append(name, value);
      }
      expect(specification.checkRequest(operation, { method, url, bodyText: body })).toEqual([]);
    }
  });
});
