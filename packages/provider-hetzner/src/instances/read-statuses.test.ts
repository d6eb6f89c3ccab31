import {
  InstanceNotFoundError,
  InvalidInputError,
  NetworkFailureError,
  OperationAbortedError,
} from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { startCloud } from '../testing/start-cloud.js';

const READ = 'GET /v1/servers/{id}';
const LIST = 'GET /v1/servers';

async function startWithServers(count: number) {
  const cloud = await startCloud();
  const ids = Array.from({ length: count }, (_, index) => {
    const labels = { 'stagely-managed': '1' };
    return String(cloud.state.plantServer({ name: `own-${index}`, labels }).id);
  });
  const counts = () => [LIST, READ].map((operation) => cloud.emulator.requests.count(operation));
  return { ...cloud, ids, counts };
}

describe('the statuses of many machines', () => {
  it('come from one list', async () => {
    const { provider, ids, counts } = await startWithServers(40);
    const statuses = await provider.getInstanceStatuses(ids);
    expect([...statuses.keys()].sort()).toEqual([...ids].sort());
    for (const id of ids) expect(statuses.get(id)).toMatchObject({ instanceId: id, ready: true });
    expect(counts()).toEqual([1, 0]);
  });

  it('are read one by one when they are few', async () => {
    const { provider, ids, counts } = await startWithServers(3);
    expect((await provider.getInstanceStatuses([...ids, ...ids])).size).toBe(3);
    expect(counts()).toEqual([0, 3]);
  });

  it('have an error for each id that is malformed or unknown, and a status for foreign servers', async () => {
    const { provider, state, ids, counts } = await startWithServers(4);
    const foreign = String(state.plantServer({ name: 'foreign' }).id);
    const statuses = await provider.getInstanceStatuses([...ids, foreign, '4711', 'x', '0']);
    expect(statuses.size).toBe(8);
    expect(statuses.get(foreign)).toMatchObject({ state: 'running' });
    expect(statuses.get('4711')).toBeInstanceOf(InstanceNotFoundError);
    expect(statuses.get('4711')).toMatchObject({ instanceId: '4711' });
    expect(statuses.get('x')).toBeInstanceOf(InvalidInputError);
    expect(statuses.get('0')).toBeInstanceOf(InvalidInputError);
    expect(counts()).toEqual([1, 2]);
  });

  it('have an error for the one that cannot be read', async () => {
    const { provider, emulator, ids } = await startWithServers(2);
    emulator.faults.add({ operation: READ, fault: { type: 'resetBefore' } });
    const statuses = [...(await provider.getInstanceStatuses(ids)).values()];
    expect(statuses.filter((status) => status instanceof NetworkFailureError)).toHaveLength(1);
    expect(statuses).toHaveLength(2);
  });

  it('share a list also when each is asked for by itself', async () => {
    const { provider, ids, counts, run } = await startWithServers(40);
    const statuses = await run(() => Promise.all(ids.map((id) => provider.getInstanceStatus(id))));
    expect(statuses.map(({ instanceId }) => instanceId)).toEqual(ids);
    expect(counts()).toEqual([1, 1]);
  });

  it('fail together when their list fails', async () => {
    const { provider, emulator, ids } = await startWithServers(5);
    emulator.faults.add({ operation: LIST, fault: { type: 'resetBefore' } });
    await expect(provider.getInstanceStatuses(ids)).rejects.toBeInstanceOf(NetworkFailureError);
  });

  it.each([2, 5])('end by the signal: %s of them', async (count) => {
    const { provider, emulator, ids } = await startWithServers(count);
    emulator.faults.add({ probability: 1, fault: { type: 'hang' } });
    const controller = new AbortController();
    const read = provider.getInstanceStatuses(ids, { signal: controller.signal });
    controller.abort();
    await expect(read).rejects.toBeInstanceOf(OperationAbortedError);
  });
});
