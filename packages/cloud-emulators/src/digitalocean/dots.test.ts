import {
  createDigitalOceanClient,
  DigitalOceanApiKeyAuthenticationProvider,
} from '@digitalocean/dots';
import { FetchRequestAdapter, RetryHandlerOptions } from '@microsoft/kiota-http-fetchlibrary';
import { describe, expect, it } from 'vitest';
import { DIGITALOCEAN_TEST_TOKEN } from './digitalocean-defaults.js';
import type { DigitalOceanEmulatorOptions } from './start-digitalocean-emulator.js';
import { startDigitalOcean } from './testing/start-digitalocean.js';

/** An emulator with DigitalOcean's own client. */
async function startWithDots(
  options: DigitalOceanEmulatorOptions = {},
  token = DIGITALOCEAN_TEST_TOKEN,
) {
  const started = await startDigitalOcean(options);
  const adapter = new FetchRequestAdapter(new DigitalOceanApiKeyAuthenticationProvider(token));
  adapter.baseUrl = started.emulator.url;
  const { v2 } = createDigitalOceanClient(adapter);
  return { ...started, v2 };
}

const request = {
  name: 'web-1',
  size: 's-1vcpu-1gb',
  image: 'ubuntu-22-04-x64',
  region: 'nyc3',
  tags: ['env:prod'],
};

const noRetries = { options: [new RetryHandlerOptions({ maxRetries: 0 })] };

describe('@digitalocean/dots', () => {
  it('creates a droplet, follows its creation, finds it and deletes it', async () => {
    const { v2, clock, state } = await startWithDots();
    const created = await v2.droplets.post({ ...request, userData: '#cloud-config' });
    const id = created?.droplet?.id ?? 0;
    expect(created?.droplet).toMatchObject({ name: 'web-1', status: 'new', tags: ['env:prod'] });
    expect(created?.droplet?.networks?.v4).toEqual([]);
    expect(state.droplets.find(id)?.userData).toBe('#cloud-config');

    const action = v2.actions.byAction_id(created?.links?.actions?.[0]?.id ?? 0);
    expect((await action.get())?.action).toMatchObject({ status: 'in-progress', resourceId: id });
    await clock.advance(33_000);
    expect((await action.get())?.action).toMatchObject({ status: 'completed' });
    const droplet = (await v2.droplets.byDroplet_id(id).get())?.droplet;
    expect(droplet).toMatchObject({
      status: 'active',
      createdAt: new Date('2026-01-01T00:00:00Z'),
      sizeSlug: 's-1vcpu-1gb',
      region: { slug: 'nyc3' },
      image: { slug: 'ubuntu-22-04-x64' },
    });
    expect(droplet?.networks?.v4).toMatchObject([
      { type: 'private' },
      { type: 'public', ipAddress: '198.18.0.2' },
    ]);

    await v2.droplets.byDroplet_id(id).delete();
    await clock.advance(10_000);
    await expect(v2.droplets.byDroplet_id(id).get()).rejects.toMatchObject({
      responseStatusCode: 404,
      id: 'not_found',
    });
  });

  it('creates several droplets, lists them by tag, by name and in pages, and deletes by tag', async () => {
    const { v2, clock } = await startWithDots();
    const { name: _, ...body } = request;
    const created = await v2.droplets.post({ ...body, names: ['a', 'b', 'c'] });
    expect(created?.droplets?.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    await v2.droplets.post({ ...request, tags: ['other'] });
    const list = async (queryParameters: Record<string, string | number>) => {
      const answer = await v2.droplets.get({ queryParameters });
      return [answer?.droplets?.map(({ name }) => name), answer?.meta?.total];
    };
    expect(await list({ tagName: 'env:prod' })).toEqual([['a', 'b', 'c'], 3]);
    expect(await list({ name: 'B' })).toEqual([['b'], 1]);
    expect(await list({ perPage: 3, page: 2 })).toEqual([['web-1'], 4]);
    await clock.advance(30_000);
    await v2.droplets.delete({ queryParameters: { tagName: 'env:prod' } });
    await clock.advance(10_000);
    expect(await list({})).toEqual([['web-1'], 1]);
  });

  it('switches a droplet off, renames it and lists what was done', async () => {
    const { v2, clock, state } = await startWithDots();
    const { id } = state.droplets.plant({ name: 'web' });
    const droplet = v2.droplets.byDroplet_id(id);
    const { action } = (await droplet.actions.post({ type: 'power_off' })) ?? {};
    expect(action).toMatchObject({ type: 'power_off', status: 'in-progress' });
    await clock.advance(5_000);
    await droplet.actions.post({ type: 'rename', name: 'db' });
    expect((await droplet.get())?.droplet).toMatchObject({ status: 'off', name: 'db' });
    const types = (await droplet.actions.get())?.actions?.map(({ type }) => type);
    expect(types).toEqual(['rename', 'power_off']);
    expect((await v2.actions.get())?.actions).toHaveLength(2);
  });

  it('reads the account, the sizes, the regions and the images', async () => {
    const { v2 } = await startWithDots();
    expect((await v2.account.get())?.account).toMatchObject({ dropletLimit: 25, status: 'active' });
    const sizes = await v2.sizes.get({ queryParameters: { perPage: 200 } });
    expect(sizes?.sizes?.find(({ slug }) => slug === 'c-4')).toMatchObject({ priceHourly: 0.125 });
    const regions = await v2.regions.get();
    const nyc3 = regions?.regions?.find(({ slug }) => slug === 'nyc3');
    expect(nyc3?.sizes).toContain('c-4');
    const images = await v2.images.get({ queryParameters: { type: 'distribution' } });
    const { id } = images?.images?.find(({ slug }) => slug === 'ubuntu-24-04-x64') ?? {};
    const bySlug = await v2.images.byImage_id('ubuntu-24-04-x64').get();
    expect(bySlug?.image).toMatchObject({ id });
  });

  it('manages SSH keys and tags', async () => {
    const { v2, state } = await startWithDots();
    const publicKey =
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqFkSAyqV8G0VG2FxOWdvN7n2VgwMzMXJyPAlMWgoVn me';
    const { sshKey } = (await v2.account.keys.post({ name: 'me', publicKey })) ?? {};
    const droplet = await v2.droplets.post({ ...request, sshKeys: [sshKey?.id ?? 0] });
    expect((await v2.account.keys.get())?.sshKeys).toMatchObject([{ name: 'me' }]);
    await v2.account.keys.bySsh_key_identifier(sshKey?.fingerprint ?? '').delete();
    expect((await v2.account.keys.get())?.sshKeys).toEqual([]);

    expect((await v2.tags.post({ name: 'CI' }))?.tag).toMatchObject({ name: 'CI' });
    const id = droplet?.droplet?.id ?? 0;
    const body = { resources: [{ resourceId: String(id), resourceType: 'droplet' }] };
    await v2.tags.byTag_id('CI').resources.post(body);
    expect(state.droplets.find(id)?.tags).toEqual(['env:prod', 'CI']);
    expect((await v2.tags.byTag_id('CI').get())?.tag).toMatchObject({ resources: { count: 1 } });
    await v2.tags.byTag_id('CI').resources.delete(body);
    await v2.tags.byTag_id('CI').delete();
    expect((await v2.tags.get())?.tags?.map(({ name }) => name)).toEqual(['env:prod']);
  });

  it('reports errors with their status, id and message', async () => {
    const { v2 } = await startWithDots();
    await expect(v2.droplets.post({ ...request, size: 's-2vcpu-4gb' })).rejects.toMatchObject({
      responseStatusCode: 422,
      id: 'unprocessable_entity',
      messageEscaped: 'Size is not available in this region.',
    });
    await expect(v2.tags.post({ name: 'a b' })).rejects.toMatchObject({
      responseStatusCode: 400,
      rootCauses: [expect.stringContaining('contains invalid characters')],
    });
    const stranger = await startWithDots({}, 'stranger');
    await expect(stranger.v2.account.get()).rejects.toMatchObject({
      responseStatusCode: 401,
      id: 'unauthorized',
    });
  });

  it('reports a rate limit with the headers that say when to come again', async () => {
    const { v2 } = await startWithDots({
      rateLimits: { minute: { requests: 1, windowMs: 60_000 } },
    });
    await v2.account.get();
    await expect(v2.account.get(noRetries)).rejects.toMatchObject({
      responseStatusCode: 429,
      responseHeaders: { 'retry-after': ['60'], 'ratelimit-remaining': ['0'] },
    });
  });
});
