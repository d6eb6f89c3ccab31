import { hetznerFaults } from '@stagely/cloud-emulators';
import { hashIdempotencyKey, type InstanceSpec, InvalidInputError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { toAbandonedName } from './instances/server-name.js';
import { startCloud } from './testing/start-cloud.js';

const CREATE = 'POST /v1/servers';
const spec: InstanceSpec = { size: 'small', architecture: 'amd64', idempotencyKey: 'key' };
const name = `stagely-${hashIdempotencyKey('key')}`;

describe('a server that has the name already', () => {
  it('is adopted when it is Stagely’s and has the key, though another process made it', async () => {
    const { provider, open, run, state } = await startCloud();
    const first = await run(() => provider.createInstance(spec));
    const second = await run(() => open().createInstance(spec));
    expect(second).toMatchObject({ instanceId: first.instanceId, reused: true });
    expect(state.servers()).toHaveLength(1);
  });

  it('is adopted when only the create request meets it', async () => {
    const { provider, open, run, state, emulator } = await startCloud();
    const other = open();
    const both = await run(() =>
      Promise.all([provider.createInstance(spec), other.createInstance(spec)]),
    );
    expect(both[0].instanceId).toBe(both[1].instanceId);
    expect(both.map(({ reused }) => reused).sort()).toEqual([false, true]);
    expect([state.servers().length, emulator.requests.count(CREATE)]).toEqual([1, 2]);
  });

  it.each([
    ['without labels', {}],
    ['with the key of another machine', { 'stagely-managed': '1', 'stagely-key': 'f'.repeat(32) }],
    ['with the key but without the mark', { 'stagely-key': hashIdempotencyKey('key') }],
  ])('is left alone %s', async (_, labels) => {
    const { provider, run, state, emulator } = await startCloud();
    const { id } = state.plantServer({ name, labels });
    const error = await run(() => provider.createInstance(spec)).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({
      outcome: 'no-instance',
      issues: [{ path: 'spec.idempotencyKey' }],
      message: expect.stringContaining(String(id)),
    });
    expect(emulator.requests.count(CREATE)).toBe(1);
    expect(state.servers()).toMatchObject([{ id, status: 'running', name }]);
  });

  it('is waited for while somebody else’s deletion of it is under way', async () => {
    const { provider, run, emulator, state } = await startCloud({ timings: { deleteMs: 9_000 } });
    const first = await run(() => provider.createInstance(spec));
    const response = await emulator.fetch(`/v1/servers/${first.instanceId}`, {
      method: 'DELETE',
      headers: { authorization: 'Bearer hetzner-test-token' },
    });
    expect(response.status).toBe(200);
    const second = await run(() => provider.createInstance(spec));
    expect(second).toMatchObject({ reused: false });
    expect(emulator.requests.count(CREATE)).toBeGreaterThan(2);
    expect(state.servers().map(({ status }) => status)).toEqual(['gone', 'running']);
  });

  it('is no matter when what is not unique is something else', async () => {
    const { provider, run, emulator } = await startCloud();
    emulator.faults.add({
      operation: CREATE,
      fault: { type: 'status', status: 409, code: 'uniqueness_error', message: 'odd' },
    });
    // The emulator sends no details with a fault, so the name is taken to be meant, which a look-up then refutes.
    const { reused } = await run(() => provider.createInstance(spec));
    expect([reused, emulator.requests.count(CREATE)]).toEqual([false, 2]);
  });
});

describe('a server that its maker has renamed to give it up', () => {
  it('and that another call has, is adopted by who made a second one with its name', async () => {
    const elsewhere = await startCloud();
    const { instanceId } = await elsewhere.run(() => elsewhere.provider.createInstance(spec));
    const labels = elsewhere.state.server(Number(instanceId))?.labels ?? new Map();
    const { provider, run, emulator, state } = await startCloud();
    let first = 0;
    emulator.requests.onRequest(({ operation }) => {
      // After the look-up, and before the create request.
      if (operation !== 'GET /v1/locations' || first > 0) return;
      const renamed = toAbandonedName(hashIdempotencyKey('key'), 1);
      const adopted = { ...Object.fromEntries(labels), 'stagely-adopted': '1' };
      first = state.plantServer({ name: renamed, labels: adopted }).id;
    });
    const created = await run(() => provider.createInstance(spec));
    expect(created).toMatchObject({ instanceId: String(first), reused: true });
    expect(emulator.requests.count(CREATE)).toBe(1);
    const live = state.servers().filter(({ status }) => status !== 'gone');
    expect(live).toMatchObject([{ id: first, name }]);
  });
});

describe('a lost answer to a create request', () => {
  it.each(['resetAfter', 'truncated', 'empty'] as const)(
    'is settled by the name, and the creation goes on: %s',
    async (type) => {
      const { provider, run, emulator, state } = await startCloud();
      emulator.faults.add({ operation: CREATE, fault: { type } });
      const created = await run(() => provider.createInstance(spec));
      expect(created).toMatchObject({ reused: false });
      expect([state.servers().length, emulator.requests.count(CREATE)]).toEqual([1, 1]);
    },
  );

  it.each([
    ['a 502 that was carried out', { ...hetznerFaults.badGateway, afterEffect: true }, 1],
    ['an answer that is too late', { type: 'hang', afterEffect: true }, 1],
  ] as const)('is settled likewise after %s', async (_, fault, live) => {
    const { provider, run, emulator, state } = await startCloud();
    emulator.faults.add({ operation: CREATE, fault });
    const created = await run(() => provider.createInstance(spec));
    expect(created.reused).toBe(false);
    expect(state.servers()).toHaveLength(live);
  });

  it('is an error without a machine where there is none', async () => {
    const { provider, run, emulator, state } = await startCloud();
    emulator.faults.add({ operation: CREATE, fault: hetznerFaults.badGateway });
    await expect(run(() => provider.createInstance(spec))).rejects.toMatchObject({
      code: 'network_failure',
      outcome: 'no-instance',
      providerCode: 'bad_gateway',
    });
    expect(state.servers()).toEqual([]);
  });

  it('is unknown where the request may still be carried out', async () => {
    const { provider, run, emulator } = await startCloud({}, { requestTimeoutMs: 5_000 });
    emulator.faults.add({ operation: CREATE, fault: { type: 'hang' } });
    await expect(run(() => provider.createInstance(spec))).rejects.toMatchObject({
      code: 'network_failure',
      outcome: 'unknown',
      idempotencyKey: 'key',
    });
  });
});
