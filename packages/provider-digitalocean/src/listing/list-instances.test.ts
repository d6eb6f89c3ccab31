import type { InstanceFilter } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import type { DigitalOceanProvider } from '../digitalocean-provider.js';
import { errorOf } from '../testing/error-of.js';
import { startDigitalOcean } from '../testing/start-digitalocean.js';

async function list(provider: DigitalOceanProvider, filter?: InstanceFilter) {
  const ids: string[] = [];
  for await (const { instanceId } of provider.listInstances(filter)) ids.push(instanceId);
  return ids;
}

async function startWithDroplets() {
  const digitalOcean = await startDigitalOcean({ rateLimits: false });
  const { state, connect, emulator } = digitalOcean;
  const plant = (tags: string[], region = 'fra1') =>
    String(state.droplets.plant({ name: 'x', tags, region }).id);
  const listedBy = () => emulator.requests.all().flatMap(({ query }) => query['tag_name'] ?? []);
  return { ...digitalOcean, plant, provider: connect(), listedBy };
}

describe('a listing', () => {
  it('shows what Stagely manages, in all regions', async () => {
    const { plant, provider, listedBy } = await startWithDroplets();
    const ours = [plant(['stagely-managed:1', 'env:a']), plant(['stagely-managed:1'], 'ams3')];
    plant(['env:a']);
    expect(await list(provider)).toEqual(ours);
    expect(listedBy()).toEqual(['stagely-managed:1']);
    expect(await list(provider, { region: 'ams3' })).toEqual(ours.slice(1));
  });

  it('is by the most telling tag', async () => {
    const { plant, provider, listedBy } = await startWithDroplets();
    plant(['stagely-managed:1', 'env:a', 'team:mobile']);
    plant(['stagely-managed:1', 'env:a']);
    plant(['env:a', 'team:web']);
    expect(await list(provider, { tags: { env: 'a', team: 'web' } })).toEqual([]);
    expect(await list(provider, { tags: { env: 'a' } })).toHaveLength(2);
    expect(listedBy()).toEqual(['env:a', 'env:a']);
    expect(await list(provider, { idempotencyKey: 'build-17' })).toEqual([]);
    expect(listedBy().at(-1)).toMatch(/^stagely-key:[0-9a-f]{2}$/);
  });

  it('finds a tag that the account has used before with capitals', async () => {
    const { plant, provider, state } = await startWithDroplets();
    state.droplets.plant({ name: 'theirs', tags: ['Env:A'] });
    const own = plant(['stagely-managed:1', 'env:a']);
    expect(state.droplets.find(Number(own))?.tags).toContain('Env:A');
    expect(await list(provider, { tags: { env: 'a' } })).toEqual([own]);
  });

  it('by a tag that no droplet can carry is empty', async () => {
    const { plant, provider } = await startWithDroplets();
    plant(['stagely-managed:1']);
    expect(await list(provider, { tags: { long: 'ü'.repeat(200) } })).toEqual([]);
  });

  it('ends with an abort, also between two machines of a page', async () => {
    const { plant, provider } = await startWithDroplets();
    plant(['stagely-managed:1']);
    plant(['stagely-managed:1']);
    const controller = new AbortController();
    const { signal } = controller;
    const listing = provider.listInstances({}, { signal });
    await listing.next();
    controller.abort();
    expect(await errorOf(listing.next())).toMatchObject({
      code: 'aborted',
      operation: 'listInstances',
    });
  });

  it('tells all that is wrong with its arguments', async () => {
    const { provider, emulator } = await startWithDroplets();
    const listing = Reflect.apply(provider.listInstances, provider, [{ regoin: 'x' }, { sig: 1 }]);
    expect(await errorOf(listing.next())).toMatchObject({
      issues: [{ path: 'filter.regoin' }, { path: 'options.sig' }],
    });
    expect(emulator.requests.count()).toBe(0);
  });
});
