import { describe, expect, it } from 'vitest';
import { startCloud, TOKEN } from '../testing/start-cloud.js';

const staying = { behaviour: { autoDeletePrimaryIps: false } };
const spec = { size: 'small', architecture: 'amd64' } as const;
const READ = 'GET /v1/primary_ips/{id}';
const CHANGE = 'PUT /v1/primary_ips/{id}';

describe('the addresses of a machine', () => {
  it('are looked at once, when they go with their servers', async () => {
    const { provider, run, emulator } = await startCloud();
    for (let made = 0; made < 2; made++) {
      const { instanceId } = await run(() => provider.createInstance(spec));
      emulator.requests.clear();
      await run(() => provider.terminateInstance(instanceId));
      expect(emulator.requests.count(READ)).toBe(made === 0 ? 2 : 0);
    }
    expect(emulator.requests.count(CHANGE)).toBe(0);
  });

  it('go with every machine although they would stay', async () => {
    const { provider, run, state } = await startCloud(staying);
    for (let made = 0; made < 2; made++) {
      const { instanceId } = await run(() => provider.createInstance(spec));
      expect(state.primaryIps()).toHaveLength(2);
      await run(() => provider.terminateInstance(instanceId));
      expect(state.primaryIps()).toEqual([]);
    }
  });

  it('that were told to go are not taken for such that go by themselves', async () => {
    const { provider, run, state, emulator } = await startCloud(staying);
    for (let made = 0; made < 2; made++) {
      const { instanceId } = await run(() => provider.createInstance(spec));
      const fault = { type: 'status', status: 423, code: 'locked' } as const;
      emulator.faults.add({ operation: 'DELETE /v1/servers/{id}', times: 2, fault });
      await run(() => provider.terminateInstance(instanceId));
      expect(state.primaryIps()).toEqual([]);
    }
    expect(emulator.requests.count(CHANGE)).toBe(4);
  });

  it('go with a machine whose creation failed', async () => {
    const { provider, run, state } = await startCloud(staying);
    state.failNextAction('start_server', { code: 'action_failed', message: 'no' });
    await expect(run(() => provider.createInstance(spec))).rejects.toThrow();
    expect(state.primaryIps()).toEqual([]);
  });

  it('stay when somebody else made them, gave them a label, or has the server', async () => {
    const { provider, run, state, emulator, clock } = await startCloud(staying);
    const { instanceId } = await run(() => provider.createInstance(spec));
    const [ipv4, ipv6] = state.primaryIps();
    const change = (id: number | undefined, body: object) =>
      emulator.fetch(`/v1/primary_ips/${id}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${TOKEN}` },
        body: JSON.stringify(body),
      });
    await change(ipv4?.id, { labels: { mine: 'yes' } });
    const foreign = state.plantServer({ name: 'foreign' });
    await run(() => provider.terminateInstance(instanceId));
    await run(() => provider.terminateInstance(String(foreign.id)));
    await clock.advance(10_000);
    const left = state.primaryIps().map(({ id }) => id);
    expect(left).toHaveLength(3);
    expect(left).toContain(ipv4?.id);
    expect(left).not.toContain(ipv6?.id);
  });

  it('that cannot be looked at do not keep a machine alive', async () => {
    const { provider, run, state, emulator, lines } = await startCloud(staying);
    const { instanceId } = await run(() => provider.createInstance(spec));
    emulator.faults.add({
      operation: READ,
      times: 2,
      fault: { type: 'status', status: 503, code: 'unavailable' },
    });
    await run(() => provider.terminateInstance(instanceId));
    expect(state.servers()).toMatchObject([{ status: 'gone' }]);
    expect(lines.join()).toContain('whether the addresses of a machine go with it');
  });

  it('that hang do not keep a machine alive for long', async () => {
    const { provider, run, state, emulator, clock } = await startCloud();
    const { instanceId } = await run(() => provider.createInstance(spec));
    emulator.faults.add({ operation: READ, times: 2, fault: { type: 'hang' } });
    const startedAt = clock.now();
    await run(() => provider.terminateInstance(instanceId));
    expect(state.server(Number(instanceId))?.goneAt).toBe(startedAt + 10_000);
  });

  it('of a machine that is gone already are no matter', async () => {
    const { provider, run, lines } = await startCloud();
    await run(() => provider.terminateInstance('4711'));
    expect(lines).toEqual([]);
  });
});

describe('sweeping', () => {
  it('removes addresses that were marked and stayed, and no others', async () => {
    const { provider, run, state, emulator } = await startCloud(staying);
    const { instanceId } = await run(() => provider.createInstance(spec));
    const [ipv4, ipv6] = state.primaryIps();
    state.plantServer({ name: 'foreign' });
    state.vanishServer(state.plantServer({ name: 'gone' }).id);
    const others = state.primaryIps().slice(2);
    // The change comes to nothing but the mark, as if somebody had taken the rest of it back.
    for (const id of [ipv4?.id, ipv6?.id]) {
      await emulator.fetch(`/v1/primary_ips/${id}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${TOKEN}` },
        body: JSON.stringify({ labels: { 'stagely-managed': '1' } }),
      });
    }
    expect(await run(() => provider.sweep())).toEqual({ removed: [], failed: [] });
    state.vanishServer(Number(instanceId));

    emulator.faults.add({
      operation: 'DELETE /v1/primary_ips/{id}',
      fault: { type: 'status', status: 423, code: 'locked', message: 'not now' },
    });
    expect(await run(() => provider.sweep())).toMatchObject({
      removed: [{ kind: 'primary IP', id: String(ipv6?.id) }],
      failed: [
        {
          kind: 'primary IP',
          id: String(ipv4?.id),
          error: { code: 'network_failure', provider: 'hetzner', operation: 'sweep' },
        },
      ],
    });
    expect(await run(() => provider.sweep())).toMatchObject({
      removed: [{ id: String(ipv4?.id) }],
      failed: [],
    });
    expect(state.primaryIps()).toEqual(
      others.map((other) => expect.objectContaining({ id: other.id })),
    );
  });
});
