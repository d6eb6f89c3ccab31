import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.js';
import { smallSpec } from '../testing/small-spec.js';
import { startDigitalOcean } from '../testing/start-digitalocean.js';

const CREATE = 'POST /v2/droplets';

describe('reads that lag', () => {
  it('hide the new droplet for a while, and an active one may have no address yet', async () => {
    const { clock, connect, emulator } = await startDigitalOcean({
      consistencyWindowMs: 5_000,
      timings: { activeMs: 2_000, privateAddressMs: 6_000, publicAddressMs: 6_000 },
    });
    const created = await clock.run(() => connect().createInstance(smallSpec));
    expect(created.publicIp).toMatch(/^198\./);
    const statuses = emulator.requests
      .all()
      .filter(({ operation }) => operation === 'GET /v2/droplets/{id}')
      .map(({ status }) => status);
    expect(statuses.slice(0, 1)).toEqual([404]);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(1);
  });
});

describe('a create request whose answer is lost', () => {
  it.each(['resetAfter', 'truncated', 'empty'] as const)(
    '(%s) has its droplet found',
    async (type) => {
      const { clock, connect, state, emulator } = await startDigitalOcean({
        consistencyWindowMs: 5_000,
      });
      emulator.faults.add({ operation: CREATE, fault: { type } });
      const created = await clock.run(() => connect().createInstance(smallSpec));
      expect(created).toMatchObject({
        instanceId: String(state.droplets.all()[0]?.id),
        reused: false,
      });
      expect(state.droplets.all()).toHaveLength(1);
    },
  );

  it('and that was not carried out made nothing', async () => {
    const { clock, connect, state, emulator } = await startDigitalOcean();
    emulator.faults.add({ operation: CREATE, fault: { type: 'resetBefore' } });
    const error = await clock.run(() => errorOf(connect().createInstance(smallSpec)));
    expect(error).toMatchObject({ code: 'network_failure', outcome: 'no-instance' });
    expect(state.droplets.all()).toEqual([]);
  });

  it('is unknown when it may still be carried out, and the same key finds the machine', async () => {
    const { clock, connect, state, emulator } = await startDigitalOcean();
    emulator.faults.add({ operation: CREATE, fault: { type: 'delay', ms: 90_000 } });
    const spec = { ...smallSpec, idempotencyKey: 'build-17' };
    const provider = connect();
    expect(await clock.run(() => errorOf(provider.createInstance(spec)))).toMatchObject({
      code: 'network_failure',
      outcome: 'unknown',
      idempotencyKey: 'build-17',
    });
    await clock.advance(120_000);
    const again = await clock.run(() => provider.createInstance(spec));
    expect(again).toMatchObject({
      instanceId: String(state.droplets.all()[0]?.id),
      reused: true,
    });
    expect(state.droplets.all()).toHaveLength(1);
  });
});

describe('a machine with the key that is being deleted', () => {
  it('is not adopted, but replaced when it is gone', async () => {
    const { clock, connect, state } = await startDigitalOcean({
      timings: { activeMs: 5_000, privateAddressMs: 0, publicAddressMs: 0, deletedMs: 30_000 },
    });
    const provider = connect();
    const spec = { ...smallSpec, idempotencyKey: 'build-17' };
    const first = await clock.run(() => provider.createInstance(spec));
    const ending = provider.terminateInstance(first.instanceId);
    await clock.advance(1_000);
    const second = await clock.run(() => connect().createInstance(spec));
    await clock.run(() => ending);
    expect(second.reused).toBe(false);
    expect(second.instanceId).not.toBe(first.instanceId);
    expect(state.droplets.existing().map(({ id }) => String(id))).toEqual([second.instanceId]);
  });

  it('is left alone when its actions say wrongly that it is gone, and keeps the key', async () => {
    const { clock, connect, state, emulator } = await startDigitalOcean();
    const spec = { ...smallSpec, idempotencyKey: 'build-17' };
    const first = await clock.run(() => connect().createInstance(spec));
    state.droplets.lock(Number(first.instanceId));
    const operation = 'GET /v2/droplets/{id}/actions';
    const rule = emulator.faults.add({
      operation,
      times: 'always',
      fault: { type: 'status', status: 404, code: 'not_found' },
    });
    const creating = connect().createInstance(spec);
    await clock.advance(10_000);
    state.droplets.unlock(Number(first.instanceId));
    rule.remove();
    const again = await clock.run(() => creating);
    expect(again).toMatchObject({ instanceId: first.instanceId, reused: true });
    expect(state.droplets.existing().map(({ id }) => String(id))).toEqual([first.instanceId]);
  });

  it('but one that is locked by something else is', async () => {
    const { clock, connect, state } = await startDigitalOcean();
    const spec = { ...smallSpec, idempotencyKey: 'build-17' };
    const first = await clock.run(() => connect().createInstance(spec));
    state.droplets.lock(Number(first.instanceId));
    const again = await clock.run(() => connect().createInstance(spec));
    expect(again).toMatchObject({ instanceId: first.instanceId, reused: true });
  });
});
