import { InstanceNotFoundError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.js';
import { startDigitalOcean } from '../testing/start-digitalocean.js';

const LIST = 'GET /v2/droplets';
const READ = 'GET /v2/droplets/{id}';

async function startWith(count: number, options = {}) {
  const digitalOcean = await startDigitalOcean({ rateLimits: false, ...options });
  const { state, connect, emulator } = digitalOcean;
  const ids = Array.from({ length: count }, () =>
    String(state.droplets.plant({ name: 'x', tags: ['stagely-managed:1'] }).id),
  );
  const counts = () => [emulator.requests.count(LIST), emulator.requests.count(READ)];
  return { ...digitalOcean, ids, provider: connect(), counts };
}

describe('statuses', () => {
  it('of a few machines are read one by one', async () => {
    const { provider, ids, counts } = await startWith(4);
    const statuses = await provider.getInstanceStatuses(ids);
    expect([...statuses.keys()].sort()).toEqual(ids);
    for (const id of ids) expect(statuses.get(id)).toMatchObject({ instanceId: id, ready: true });
    expect(counts()).toEqual([0, 4]);
  });

  it('of many machines are read by a list', async () => {
    const { provider, ids, counts } = await startWith(60);
    const statuses = await provider.getInstanceStatuses(ids);
    expect([...statuses.keys()].sort()).toEqual(ids);
    expect(counts()).toEqual([1, 0]);
  });

  it('are read no further than to the last machine', async () => {
    const { provider, ids, counts } = await startWith(1_000);
    const statuses = await provider.getInstanceStatuses([...ids.slice(0, 10), ...ids.slice(-2)]);
    expect(statuses.size).toBe(12);
    expect(counts()).toEqual([1, 2]);
  });

  it('that the list does not show are read one by one, and each bad id has its own error', async () => {
    const { provider, ids, state, counts } = await startWith(5);
    const foreign = String(state.droplets.plant({ name: 'y' }).id);
    const statuses = await provider.getInstanceStatuses([
      ...ids,
      foreign,
      '77',
      'i-0',
      ids[0] ?? '',
    ]);
    expect(statuses.size).toBe(8);
    expect(statuses.get(foreign)).toMatchObject({ state: 'running' });
    expect(statuses.get('77')).toBeInstanceOf(InstanceNotFoundError);
    expect(statuses.get('77')).toMatchObject({
      instanceId: '77',
      operation: 'getInstanceStatuses',
    });
    expect(statuses.get('i-0')).toMatchObject({ code: 'invalid_input' });
    expect(counts()).toEqual([1, 2]);
  });

  it('whose list fails are that failure, but for those that were read before', async () => {
    const { provider, ids, emulator } = await startWith(401);
    const fault = { type: 'status', status: 500, code: 'server_error' } as const;
    emulator.faults.add({ operation: LIST, nth: 2, fault });
    const statuses = await provider.getInstanceStatuses(ids);
    expect(statuses.get(ids[199] ?? '')).toMatchObject({ state: 'running' });
    expect(statuses.get(ids[200] ?? '')).toMatchObject({ code: 'network_failure' });
    expect(statuses.size).toBe(401);
  });

  it('are read one by one for a token that may not read tags', async () => {
    const { connect, ids, counts } = await startWith(6, {
      credentials: [{ token: 'narrow', scopes: ['droplet:read'] }],
    });
    const provider = connect({}, { credentials: { api_token: 'narrow' } });
    const statuses = await provider.getInstanceStatuses(ids);
    for (const id of ids) expect(statuses.get(id)).toMatchObject({ state: 'running' });
    expect(counts()).toEqual([1, 6]);
  });

  it.each([2, 6])('of %i machines end with an abort', async (count) => {
    const { provider, ids, emulator } = await startWith(count);
    emulator.faults.add({ times: 'always', fault: { type: 'hang' } });
    const controller = new AbortController();
    const { signal } = controller;
    const reading = errorOf(provider.getInstanceStatuses(ids, { signal }));
    controller.abort();
    expect(await reading).toMatchObject({ code: 'aborted', operation: 'getInstanceStatuses' });
  });

  it('that are asked for one by one at the same time share a list', async () => {
    const { provider, ids, clock, counts } = await startWith(50);
    const statuses = await clock.run(() =>
      Promise.all([...ids, '77'].map((id) => provider.getInstanceStatus(id).catch((e) => e))),
    );
    expect(statuses.slice(0, 50).map(({ instanceId }) => instanceId)).toEqual(ids);
    expect(statuses[50]).toBeInstanceOf(InstanceNotFoundError);
    expect(statuses[50]).toMatchObject({ instanceId: '77', operation: 'getInstanceStatus' });
    expect(counts()).toEqual([1, 2]);
  });
});
