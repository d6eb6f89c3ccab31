import { describe, expect, it } from 'vitest';
import { HetznerClient } from '../client/hetzner-client.js';
import { startCloud, TOKEN } from '../testing/start-cloud.js';
import { markServer } from './mark-server.js';
import { isAbandonedName } from './server-name.js';
import { toManagedInstance } from './to-managed-instance.js';

const call = { operation: { provider: 'hetzner', operation: 'createInstance' } };
const hash = 'a'.repeat(32);

async function startWithServer(labels: Record<string, string>) {
  const { emulator, state } = await startCloud();
  const client = new HetznerClient({ token: TOKEN, fetch: emulator.fetch });
  const { id } = state.plantServer({ name: `stagely-${hash}`, labels });
  const marks = async () => {
    const server = await client.servers.get(id);
    const { adopted, abandoned } = toManagedInstance(server);
    return { name: server.name, labels: server.labels, adopted, abandoned };
  };
  return { client, state, id: String(id), marks };
}

const own = { 'stagely-managed': '1', 'stagely-key': hash, env: 'x' };

describe('the marks of concurrent creations', () => {
  it('are set and removed, each without a change to anything else', async () => {
    const { client, id, marks } = await startWithServer(own);
    const before = await marks();
    for (const mark of ['adopted', 'abandoned'] as const) {
      await markServer(client, id, { mark, set: true, visibilityWindowMs: 0 }, call);
      expect(await marks()).toMatchObject({ [mark]: true, labels: own });
      await markServer(client, id, { mark, set: false, visibilityWindowMs: 0 }, call);
      expect(await marks()).toEqual(before);
    }
  });

  it('stand beside each other', async () => {
    const { client, id, marks } = await startWithServer(own);
    for (const mark of ['adopted', 'abandoned'] as const) {
      await markServer(client, id, { mark, set: true, visibilityWindowMs: 0 }, call);
    }
    expect(await marks()).toMatchObject({ adopted: true, abandoned: true });
    await markServer(client, id, { mark: 'abandoned', set: false, visibilityWindowMs: 0 }, call);
    expect(await marks()).toMatchObject({ adopted: true, abandoned: false });
  });

  it('can be set on two servers with a key, and removed though another has the name', async () => {
    const { client, state, id, marks } = await startWithServer(own);
    const abandon = { mark: 'abandoned', set: true, visibilityWindowMs: 0 } as const;
    await markServer(client, id, abandon, call);
    const second = state.plantServer({ name: `stagely-${hash}`, labels: own });
    await markServer(client, String(second.id), abandon, call);
    expect(await marks()).toMatchObject({ abandoned: true });
    expect(isAbandonedName(state.server(second.id)?.name ?? '')).toBe(true);
    await markServer(client, String(second.id), { ...abandon, set: false }, call);
    expect(state.server(second.id)?.name).toBe(`stagely-${hash}`);
    await markServer(client, id, { ...abandon, set: false }, call);
    expect(await marks()).toMatchObject({ name: `stagely-${hash}-${id}`, abandoned: false });
  });

  it('are errors of the contract where the server is gone, locked, or has lost its labels', async () => {
    const { client, state, id } = await startWithServer(own);
    const set = { mark: 'abandoned', set: true, visibilityWindowMs: 0 } as const;
    state.lockServer(Number(id), 60_000);
    await expect(markServer(client, id, set, call)).rejects.toMatchObject({
      code: 'network_failure',
      providerCode: 'locked',
    });
    await expect(markServer(client, '4711', set, call)).rejects.toMatchObject({
      code: 'instance_not_found',
    });
    const { id: bare } = state.plantServer({ name: 'bare' });
    await expect(markServer(client, String(bare), set, call)).rejects.toMatchObject({
      code: 'instance_not_found',
    });
  });
});
