import { InvalidInputError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { startCloud } from '../testing/start-cloud.js';

const CHANGE = 'PUT /v1/servers/{id}';
const expiresAt = new Date('2026-01-01T12:00:00Z');

async function startWithServer() {
  const cloud = await startCloud();
  const labels = { 'stagely-managed': '1', 'stagely-key': 'k', 'example.com/team': 'web' };
  const { id } = cloud.state.plantServer({ name: 'own', labels });
  const labelsNow = () => Object.fromEntries(cloud.state.server(id)?.labels ?? []);
  return { ...cloud, id, instanceId: String(id), labels, labelsNow };
}

describe('a lease', () => {
  it('is set, changed and removed without a change to any other label', async () => {
    const { provider, run, instanceId, labels, labelsNow } = await startWithServer();
    await run(() => provider.setExpiry(instanceId, expiresAt));
    expect(labelsNow()).toEqual({ ...labels, 'stagely-expires-at': String(expiresAt.getTime()) });
    await run(() => provider.setExpiry(instanceId, undefined));
    expect(labelsNow()).toEqual(labels);
  });

  it('waits while the server is locked, and keeps what was changed meanwhile', async () => {
    const { provider, run, state, id, instanceId, labelsNow, clock, emulator } =
      await startWithServer();
    state.lockServer(id, 8_000);
    const setting = provider.setExpiry(instanceId, expiresAt);
    await clock.advance(1);
    state.unlockServer(id);
    await emulator.fetch(`/v1/servers/${id}`, {
      method: 'PUT',
      headers: { authorization: 'Bearer hetzner-test-token' },
      body: JSON.stringify({ labels: { 'stagely-managed': '1', added: 'meanwhile' } }),
    });
    await run(() => setting);
    expect(labelsNow()).toEqual({
      'stagely-managed': '1',
      added: 'meanwhile',
      'stagely-expires-at': String(expiresAt.getTime()),
    });
    expect(emulator.requests.count(CHANGE)).toBe(3);
  });

  it('gives up on a server that stays locked', async () => {
    const { provider, run, state, id, instanceId } = await startWithServer();
    state.lockServer(id, 3_600_000);
    await expect(run(() => provider.setExpiry(instanceId, expiresAt))).rejects.toMatchObject({
      code: 'readiness_timeout',
      operation: 'setExpiry',
      instanceId,
    });
  });

  it('is not tried again after another failure', async () => {
    const { provider, run, emulator, instanceId } = await startWithServer();
    emulator.faults.add({ operation: CHANGE, fault: { type: 'html', status: 502 } });
    await expect(run(() => provider.setExpiry(instanceId, expiresAt))).rejects.toMatchObject({
      code: 'network_failure',
    });
    expect(emulator.requests.count(CHANGE)).toBe(1);
  });

  it('is not for a server that is being deleted', async () => {
    const { provider, run, state, id, instanceId } = await startWithServer();
    state.setServerStatus(id, 'deleting');
    await expect(run(() => provider.setExpiry(instanceId, expiresAt))).rejects.toMatchObject({
      code: 'instance_not_found',
    });
  });

  it('is not for a server that is not Stagely’s', async () => {
    const { provider, run, state } = await startWithServer();
    const { id } = state.plantServer({ name: 'foreign' });
    const error = await run(() => provider.setExpiry(String(id), expiresAt)).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(state.server(id)?.labels.size).toBe(0);
  });
});
