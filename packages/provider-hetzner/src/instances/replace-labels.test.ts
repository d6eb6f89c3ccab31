import { describe, expect, it } from 'vitest';
import { HetznerClient } from '../client/hetzner-client.js';
import { startCloud, TOKEN } from '../testing/start-cloud.js';
import { replaceLabels } from './replace-labels.js';

const call = { operation: { provider: 'hetzner', operation: 'setExpiry', instanceId: '1' } };
const CHANGE = 'PUT /v1/servers/{id}';

/** Another process, which replaces labels by what it has read before, each time that this one has changed them. */
async function startWithRival(undoes: number) {
  const { emulator, state } = await startCloud();
  const client = new HetznerClient({ token: TOKEN, fetch: emulator.fetch });
  const { id } = state.plantServer({ name: 'own', labels: { env: 'x' } });
  let left = undoes;
  emulator.requests.onRequest(({ operation }) => {
    if (operation !== CHANGE || left-- <= 0) return;
    state.server(id)?.labels.delete('lease');
    state.server(id)?.labels.set('rival', String(left));
  });
  const labels = () => Object.fromEntries(state.server(id)?.labels ?? []);
  const replace = () =>
    replaceLabels(client, id, (server) => ({ ...server.labels, lease: '1' }), call);
  return { requests: emulator.requests, labels, replace };
}

describe('labels', () => {
  it('are replaced once where nobody interferes, and looked at once more', async () => {
    const { requests, labels, replace } = await startWithRival(0);
    await replace();
    expect(labels()).toEqual({ env: 'x', lease: '1' });
    expect(requests.all().map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET']);
  });

  it('are not replaced where they are as they should be', async () => {
    const { requests, replace } = await startWithRival(0);
    await replace();
    requests.clear();
    await replace();
    expect(requests.all().map(({ method }) => method)).toEqual(['GET']);
  });

  it('are replaced again when another process has undone it, whose change stays', async () => {
    const { requests, labels, replace } = await startWithRival(4);
    await replace();
    expect(labels()).toEqual({ env: 'x', rival: '0', lease: '1' });
    expect(requests.count(CHANGE)).toBe(5);
  });

  it('are given up when they are undone again and again', async () => {
    const { requests, replace } = await startWithRival(5);
    await expect(replace()).rejects.toMatchObject({
      code: 'network_failure',
      message:
        'hetzner: setExpiry of 1 failed: the labels of the server were changed 5 times, and others have undone it each time. Try again.',
    });
    expect(requests.count(CHANGE)).toBe(5);
  });
});
