import { hetznerFaults } from '@stagely/cloud-emulators';
import { InvalidInputError, NetworkFailureError, OperationAbortedError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from './testing/start-cloud.js';

const DELETE = 'DELETE /v1/servers/{id}';

async function startWithServer(...given: Parameters<typeof startCloud>) {
  const cloud = await startCloud(...given);
  const { instanceId } = await cloud.run(() =>
    cloud.provider.createInstance({ size: 'small', architecture: 'amd64' }),
  );
  return { ...cloud, instanceId };
}

const end = ({ run, provider }: TestCloud, instanceId: string) =>
  run(() => provider.terminateInstance(instanceId));

describe('a termination', () => {
  it('deletes the server and its addresses, and awaits the deletion', async () => {
    const cloud = await startWithServer();
    const startedAt = cloud.clock.now();
    await end(cloud, cloud.instanceId);
    expect(cloud.clock.now() - startedAt).toBeGreaterThanOrEqual(2_000);
    expect(cloud.state.servers()).toMatchObject([{ status: 'gone' }]);
    expect(cloud.state.primaryIps()).toEqual([]);
  });

  it('succeeds for a server that is gone, and asks no more about it', async () => {
    const cloud = await startWithServer();
    await end(cloud, cloud.instanceId);
    cloud.emulator.requests.clear();
    await end(cloud, cloud.instanceId);
    expect(cloud.operations()).toEqual([DELETE]);
  });

  it.each(['locked', 'conflict'] as const)(
    'is tried again while the server is %s',
    async (name) => {
      const cloud = await startWithServer();
      cloud.emulator.faults.add({ operation: DELETE, times: 2, fault: hetznerFaults[name] });
      await end(cloud, cloud.instanceId);
      expect(cloud.emulator.requests.count(DELETE)).toBe(3);
      expect(cloud.state.servers()).toMatchObject([{ status: 'gone' }]);
    },
  );

  it('waits for the creation of the server to end', async () => {
    const cloud = await startCloud({ timings: { startMs: 20_000 } });
    const controller = new AbortController();
    const { signal } = controller;
    const spec = { size: 'small', architecture: 'amd64', idempotencyKey: 'k' } as const;
    const creation = cloud.provider.createInstance(spec, { signal });
    const settled = creation.catch((error: unknown) => error);
    await cloud.clock.advance(3_000);
    controller.abort();
    expect(await cloud.run(() => settled)).toBeInstanceOf(OperationAbortedError);
    expect(cloud.state.servers()).toMatchObject([{ status: 'gone' }]);
  });

  it('of a server that stays locked fails in the end, and says so', async () => {
    const cloud = await startWithServer();
    cloud.state.lockServer(Number(cloud.instanceId), 3_600_000);
    const error = await end(cloud, cloud.instanceId).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error).toMatchObject({
      instanceId: cloud.instanceId,
      message: expect.stringContaining('locked'),
    });
  });

  it('of a protected server fails at once, and says what to do', async () => {
    const cloud = await startWithServer();
    cloud.state.protectServer(Number(cloud.instanceId));
    const error = await end(cloud, cloud.instanceId).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({
      message: expect.stringContaining('Take the protection off first'),
      issues: [{ path: 'instanceId' }],
      providerCode: 'protected',
    });
    expect(cloud.emulator.requests.count(DELETE)).toBe(1);
  });

  it('whose deletion was accepted and then failed is no success', async () => {
    const cloud = await startWithServer();
    cloud.state.failNextAction('delete_server', { code: 'server_error', message: 'it went wrong' });
    await expect(end(cloud, cloud.instanceId)).rejects.toMatchObject({
      code: 'network_failure',
      instanceId: cloud.instanceId,
      message: expect.stringContaining('delete_server: it went wrong'),
    });
    expect(cloud.state.servers()).toMatchObject([{ status: 'running' }]);
    await end(cloud, cloud.instanceId);
    expect(cloud.state.servers()).toMatchObject([{ status: 'gone' }]);
  });

  it('whose action cannot be read looks at the server itself', async () => {
    const cloud = await startWithServer();
    cloud.emulator.faults.add({
      operation: 'GET /v1/actions',
      probability: 1,
      fault: { type: 'status', status: 403, code: 'forbidden' },
    });
    await end(cloud, cloud.instanceId);
    expect(cloud.operations().at(-1)).toBe('GET /v1/servers/{id}');
    expect(cloud.state.servers()).toMatchObject([{ status: 'gone' }]);
  });

  it('does not take an endpoint that leads nowhere for a server that is gone', async () => {
    const cloud = await startWithServer();
    const astray = cloud.open({ endpoint: 'http://127.0.0.1/wrong' });
    await expect(
      cloud.run(() => astray.terminateInstance(cloud.instanceId)),
    ).rejects.toBeInstanceOf(InvalidInputError);
    expect(cloud.state.servers()).toMatchObject([{ status: 'running' }]);
  });

  it('ends by its signal', async () => {
    const cloud = await startWithServer();
    const controller = new AbortController();
    const { signal } = controller;
    const ending = cloud.provider.terminateInstance(cloud.instanceId, { signal });
    const settled = ending.catch((error: unknown) => error);
    await cloud.clock.advance(500);
    controller.abort();
    expect(await settled).toMatchObject({ name: 'AbortError', instanceId: cloud.instanceId });
    expect(cloud.clock.sleeping).toBe(0);
  });
});
