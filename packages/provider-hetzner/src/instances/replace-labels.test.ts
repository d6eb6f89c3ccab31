import { describe, expect, it } from 'vitest';
import { HetznerClient } from '../client/hetzner-client.js';
import type { HetznerServer } from '../client/resources/server.js';
import { startCloud, TOKEN } from '../testing/start-cloud.js';
import { replaceLabels } from './replace-labels.js';

const call = { operation: { provider: 'hetzner', operation: 'setExpiry', instanceId: '1' } };

/** Another process, which replaces labels by what it has read before, each time that this one has changed them. */
async function startWithRival(undoes: number) {
  const { emulator, state } = await startCloud();
  const { id } = state.plantServer({ name: 'own', labels: { env: 'x' } });
  const rival = new HetznerClient({ token: TOKEN, fetch: emulator.fetch });
  const methods: string[] = [];
  let left = undoes;
  const client = new HetznerClient({
    token: TOKEN,
    fetch: async (input, init) => {
      const { method = 'GET' } = input instanceof Request ? input : (init ?? {});
      methods.push(method);
      const response = await emulator.fetch(input, init);
      if (method !== 'PUT' || left-- <= 0) return response;
      await rival.servers.changeLabels(id, { env: 'x', rival: String(left) });
      return response;
    },
  });
  const labels = () => Object.fromEntries(state.server(id)?.labels ?? []);
  const change = (server: HetznerServer) => ({ ...server.labels, lease: '1' });
  const replace = (visibilityWindowMs = 0) =>
    replaceLabels(client, id, { change, visibilityWindowMs }, call);
  return { methods, labels, replace };
}

describe('labels', () => {
  it('are replaced once where nobody interferes, and looked at once more', async () => {
    const { methods, labels, replace } = await startWithRival(0);
    await replace();
    expect(labels()).toEqual({ env: 'x', lease: '1' });
    expect(methods).toEqual(['GET', 'PUT', 'GET']);
  });

  it('are not replaced where they are as they should be', async () => {
    const { methods, replace } = await startWithRival(0);
    await replace();
    methods.length = 0;
    await replace();
    expect(methods).toEqual(['GET']);
  });

  it('are replaced again when another process has undone it, whose change stays', async () => {
    const { methods, labels, replace } = await startWithRival(4);
    await replace();
    expect(labels()).toEqual({ env: 'x', rival: '0', lease: '1' });
    expect(methods.filter((method) => method === 'PUT')).toHaveLength(5);
  });

  it('are given up when they are undone again and again', async () => {
    const { methods, replace } = await startWithRival(5);
    await expect(replace()).rejects.toMatchObject({
      code: 'network_failure',
      message:
        'hetzner: setExpiry of 1 failed: the labels of the server were changed 5 times, and others have undone it each time. Try again.',
    });
    expect(methods.filter((method) => method === 'PUT')).toHaveLength(5);
  });

  it('are not looked at where reads lag, and would show what was before', async () => {
    const { methods, labels, replace } = await startWithRival(0);
    await replace(10_000);
    expect(labels()).toEqual({ env: 'x', lease: '1' });
    expect(methods).toEqual(['GET', 'PUT']);
  });
});
