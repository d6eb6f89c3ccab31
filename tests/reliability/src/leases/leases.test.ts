import { describe, expect, test } from 'vitest';
import { CLOUD_NAMES } from '../clouds/tested-cloud.js';
import { LAG_MS, MINUTE, SECOND, startLeasedCloud } from './leased-cloud.js';

describe.each(CLOUD_NAMES)('leases on %s', (name) => {
  test('stand on the machine from the create request on, and in lists', async () => {
    const { cloud, clock, provider, run, create } = await startLeasedCloud(name);
    const expiresAt = clock.now() + 30 * MINUTE;
    const id = await create({ leaseMs: 30 * MINUTE });
    expect(cloud.machines()).toMatchObject([{ id, expiresAt }]);
    await clock.advance(LAG_MS[name]);
    const listed = await run(async () => {
      const all = [];
      for await (const instance of provider.listInstances()) all.push(instance);
      return all;
    });
    expect(listed).toMatchObject([{ instanceId: id, expiresAt: new Date(expiresAt) }]);
  });

  test('are renewed, shortened and removed by setExpiry', async () => {
    const { cloud, clock, provider, run, create, reap, live } = await startLeasedCloud(name);
    const startedAt = clock.now();
    const renewed = await create({ leaseMs: 10 * MINUTE });
    const shortened = await create({ leaseMs: 60 * MINUTE });
    const freed = await create({ leaseMs: 10 * MINUTE });
    const at = (minutes: number) => new Date(startedAt + minutes * MINUTE);
    await clock.advance(MINUTE);
    await run(() => provider.setExpiry(renewed, at(30)));
    await run(() => provider.setExpiry(shortened, at(8)));
    await run(() => provider.setExpiry(freed, undefined));
    const leaseOf = (id: string) =>
      cloud.machines().find((machine) => machine.id === id)?.expiresAt;
    expect([renewed, shortened, freed].map(leaseOf)).toEqual([
      at(30).getTime(),
      at(8).getTime(),
      undefined,
    ]);
    await clock.advance(20 * MINUTE);
    expect((await reap()).reaped).toMatchObject([{ instanceId: shortened }]);
    expect(live()).toEqual([renewed, freed]);
    await clock.advance(20 * MINUTE);
    await reap();
    expect(live()).toEqual([freed]);
  });

  test('that are renewed in time are kept, by a reaper that never rests too', async () => {
    const { clock, provider, run, create, reap, live } = await startLeasedCloud(name);
    const leaseMs = 6 * MINUTE;
    let expiresAt = clock.now() + leaseMs;
    const id = await create({ leaseMs });
    for (let renewals = 0; renewals < 3; renewals++) {
      while (clock.now() < expiresAt - LAG_MS[name] - 20 * SECOND) {
        await reap();
        await clock.advance(9 * SECOND);
      }
      const renewed = clock.now() + leaseMs;
      await run(() => provider.setExpiry(id, new Date(renewed)));
      await clock.advance(expiresAt - clock.now());
      await reap();
      expect(live()).toEqual([id]);
      expiresAt = renewed;
    }
    await clock.advance(leaseMs);
    expect((await reap()).reaped).toMatchObject([{ instanceId: id }]);
    expect(live()).toEqual([]);
  });
});

describe.each(CLOUD_NAMES)('the reaper on %s', (name) => {
  test('ends what has expired, what is old, what has tags, and no other', async () => {
    const { clock, create, reap, live } = await startLeasedCloud(name);
    const old = await create();
    await clock.advance(120 * MINUTE);
    const expired = await create({ leaseMs: 10 * MINUTE });
    const tested = await create({ tags: { stagely_test: 'true', run: '7' } });
    const otherRun = await create({ tags: { stagely_test: 'true', run: '8' } });
    const wanted = await create({ leaseMs: 600 * MINUTE });
    await clock.advance(20 * MINUTE);
    expect((await reap()).reaped).toMatchObject([{ instanceId: expired }]);
    expect(live()).toEqual([old, tested, otherRun, wanted]);
    expect((await reap({ olderThanMs: 60 * MINUTE })).reaped).toMatchObject([{ instanceId: old }]);
    expect(live()).toEqual([tested, otherRun, wanted]);
    const tags = { stagely_test: 'true', run: '7' };
    expect((await reap({ tags })).reaped).toMatchObject([{ instanceId: tested }]);
    expect(live()).toEqual([otherRun, wanted]);
    expect((await reap({ tags: { stagely_test: 'true' } })).failed).toEqual([]);
    expect(live()).toEqual([wanted]);
  });

  test('ends nothing that is younger than its guard age', async () => {
    const { clock, create, reap, live } = await startLeasedCloud(name);
    const startedAt = clock.now();
    const id = await create({ leaseMs: MINUTE });
    while (clock.now() < startedAt + 4 * MINUTE) {
      await clock.advance(10 * SECOND);
      for (const options of [{}, { olderThanMs: 0 }]) {
        expect((await reap(options)).reaped).toEqual([]);
        expect(live()).toEqual([id]);
      }
    }
    await clock.advance(3 * MINUTE);
    expect((await reap()).reaped).toMatchObject([{ instanceId: id }]);
    expect(live()).toEqual([]);
  });

  test('ends nothing that is not Stagely’s', async () => {
    const { cloud, clock, create, reap } = await startLeasedCloud(name);
    const foreign = cloud.plantForeign();
    const own = await create();
    await clock.advance(24 * 60 * MINUTE);
    const { reaped } = await reap({ olderThanMs: 0, minimumAgeMs: 0 });
    expect(reaped).toMatchObject([{ instanceId: own }]);
    expect(cloud.machines().find(({ id }) => id === foreign)).toMatchObject({ live: true });
  });

  test('fails at nothing that lists still show although it has ended', async () => {
    const { clock, provider, run, create, reap, live } = await startLeasedCloud(name);
    const id = await create({ leaseMs: MINUTE });
    await clock.advance(10 * MINUTE);
    await run(() => provider.terminateInstance(id));
    expect((await reap()).failed).toEqual([]);
    expect(live()).toEqual([]);
  });

  test('only tells, in a dry run', async () => {
    const { cloud, clock, create, reap, live } = await startLeasedCloud(name);
    const id = await create({ leaseMs: MINUTE });
    await clock.advance(10 * MINUTE);
    cloud.requests.clear();
    const { reaped, dryRun, swept } = await reap({ dryRun: true });
    expect(reaped).toMatchObject([{ instanceId: id }]);
    expect({ dryRun, swept }).toEqual({ dryRun: true, swept: undefined });
    expect(live()).toEqual([id]);
    const changes = cloud.requests
      .all()
      .filter(({ operation = '' }) => /^(DELETE|Terminate)/.test(operation));
    expect(changes).toEqual([]);
  });
});
