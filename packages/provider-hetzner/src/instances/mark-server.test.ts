import { describe, expect, it } from 'vitest';
import { HetznerClient } from '../client/hetzner-client.js';
import { startCloud, TOKEN } from '../testing/start-cloud.js';
import { markServer } from './mark-server.js';
import { ServerLabels } from './server-labels.js';
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
  const servers = { client, labels: new ServerLabels(client, 0) };
  return { servers, emulator, state, id: String(id), marks };
}

const own = { 'stagely-managed': '1', 'stagely-key': hash, env: 'x' };

describe('the marks of concurrent creations', () => {
  it('are set and removed, each without a change to anything else', async () => {
    const { servers, id, marks } = await startWithServer(own);
    const before = await marks();
    for (const mark of ['adopted', 'abandoned'] as const) {
      await markServer(servers, id, { mark, set: true }, call);
      expect(await marks()).toMatchObject({ [mark]: true, labels: own });
      await markServer(servers, id, { mark, set: false }, call);
      expect(await marks()).toEqual(before);
    }
  });

  it('stand beside each other', async () => {
    const { servers, id, marks } = await startWithServer(own);
    for (const mark of ['adopted', 'abandoned'] as const) {
      await markServer(servers, id, { mark, set: true }, call);
    }
    expect(await marks()).toMatchObject({ adopted: true, abandoned: true });
    await markServer(servers, id, { mark: 'abandoned', set: false }, call);
    expect(await marks()).toMatchObject({ adopted: true, abandoned: false });
  });

  it('can be set on two servers with a key, and removed though another has the name', async () => {
    const { servers, state, id, marks } = await startWithServer(own);
    const abandon = { mark: 'abandoned', set: true } as const;
    await markServer(servers, id, abandon, call);
    const second = state.plantServer({ name: `stagely-${hash}`, labels: own });
    await markServer(servers, String(second.id), abandon, call);
    expect(await marks()).toMatchObject({ abandoned: true });
    expect(isAbandonedName(state.server(second.id)?.name ?? '')).toBe(true);
    await markServer(servers, String(second.id), { ...abandon, set: false }, call);
    expect(state.server(second.id)?.name).toBe(`stagely-${hash}`);
    await markServer(servers, id, { ...abandon, set: false }, call);
    expect(await marks()).toMatchObject({ name: `stagely-${hash}-${id}`, abandoned: false });
  });

  it('are a label of its own, and a name', async () => {
    const { servers, id, marks } = await startWithServer(own);
    await markServer(servers, id, { mark: 'adopted', set: true }, call);
    const { labels, name } = await servers.client.servers.get(Number(id));
    expect([labels, name]).toEqual([{ ...own, 'stagely-adopted': '1' }, `stagely-${hash}`]);
    await markServer(servers, id, { mark: 'abandoned', set: true }, call);
    expect((await marks()).name).toBe(`stagely-${hash}-abandoned-${id}`);
  });

  it('are not removed in another way when the request fails', async () => {
    const { servers, emulator, id } = await startWithServer(own);
    const fault = { type: 'status', status: 503, code: 'unavailable' } as const;
    emulator.faults.add({ operation: 'PUT /v1/servers/{id}', fault });
    const removal = markServer(servers, id, { mark: 'abandoned', set: false }, call);
    await expect(removal).rejects.toMatchObject({ code: 'network_failure' });
    expect(emulator.requests.count('PUT /v1/servers/{id}')).toBe(1);
  });

  it('are errors of the contract where the server is gone, locked, or has lost its labels', async () => {
    const { servers, state, id } = await startWithServer(own);
    const set = { mark: 'abandoned', set: true } as const;
    state.lockServer(Number(id), 60_000);
    await expect(markServer(servers, id, set, call)).rejects.toMatchObject({
      code: 'network_failure',
      providerCode: 'locked',
    });
    await expect(markServer(servers, '4711', set, call)).rejects.toMatchObject({
      code: 'instance_not_found',
    });
    const { id: bare } = state.plantServer({ name: 'bare' });
    await expect(markServer(servers, String(bare), set, call)).rejects.toMatchObject({
      code: 'instance_not_found',
      message:
        "hetzner: createInstance failed: the machine does not carry Stagely's labels any more. Look who has taken them away.",
    });
  });
});
