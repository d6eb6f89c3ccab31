import { describe, expect, it } from 'vitest';
import { countOf, ec2IdOf, SMALL, startAws } from './testing/start-aws.js';

describe('a key', () => {
  const keyed = { ...SMALL, idempotencyKey: 'preview-12' };

  it('is free at once when this provider has ended its machine, however often', async () => {
    const { provider, emulator, clock, run } = await startAws({}, { visibilityWindowMs: 10_000 });
    for (let time = 0; time < 3; time++) {
      const { instanceId } = await run(() => provider.createInstance(keyed));
      await run(() => provider.terminateInstance(instanceId));
    }
    const startedAt = clock.now();
    await run(() => provider.createInstance(keyed));
    expect(clock.now() - startedAt).toBeLessThan(25_000);
    expect(countOf(emulator, 'RunInstances')).toBe(4);
  });

  it('is free at once for another process too, as long as EC2 shows what has ended', async () => {
    const { provider, openProvider, emulator, run } = await startAws();
    const { instanceId } = await run(() => provider.createInstance(keyed));
    await run(() => provider.terminateInstance(instanceId));
    await run(() => openProvider().createInstance(keyed));
    expect(countOf(emulator, 'RunInstances')).toBe(2);
  });

  it('is free when its machine was ended otherwise, even when that is forgotten', async () => {
    const { provider, openProvider, emulator, clock, run } = await startAws();
    for (let time = 0; time < 7; time++) {
      const { instanceId } = await run(() => openProvider().createInstance(keyed));
      emulator.state.terminateInstance(ec2IdOf(instanceId));
      await clock.advance(3_700_000);
    }
    await run(() => provider.createInstance(keyed));
    const alive = emulator.state.instances().filter(({ state }) => state === 'running');
    expect(alive).toHaveLength(1);
  });

  it('of a machine that is found twice at once makes one machine in all', async () => {
    const { openProvider, emulator, run } = await startAws({ consistencyWindowMs: 10_000 });
    const created = await run(() =>
      Promise.all([1, 2, 3].map(() => openProvider().createInstance(keyed))),
    );
    expect(new Set(created.map(({ instanceId }) => instanceId)).size).toBe(1);
    const alive = emulator.state.instances().filter(({ state }) => /pending|running/.test(state));
    expect(alive).toHaveLength(1);
  });
});

describe('a machine that another call adopts', () => {
  it('is marked, and left alone by its maker from then on', async () => {
    const { openProvider, emulator, clock } = await startAws({}, { visibilityWindowMs: 10_000 });
    const spec = { ...SMALL, idempotencyKey: 'preview-12' };
    const controller = new AbortController();
    const { signal } = controller;
    const made = openProvider().createInstance(spec, { signal });
    made.catch(() => undefined);
    await clock.advance(5_000);
    const adopted = openProvider().createInstance(spec);
    await clock.advance(7_000);
    expect(emulator.state.instances()).toMatchObject([{ tags: { 'stagely-adopted': '1' } }]);
    controller.abort();
    const { instanceId, reused } = await clock.run(() => adopted);
    expect(reused).toBe(true);
    await expect(clock.run(() => made)).rejects.toMatchObject({
      code: 'aborted',
      outcome: 'instance-exists',
      instanceId,
    });
    expect(emulator.state.instances()).toMatchObject([{ state: 'running' }]);
  });
});
