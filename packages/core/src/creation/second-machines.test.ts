import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { ManagedInstance } from './managed-instance.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

test('of the machines that came second, only those are ended that this process made for the same call, and nobody has', async () => {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { latencyMs: 0 });
  const creations = openCreations(cloud, clock);
  const returned = await clock.run(async () =>
    creations.create(await makeSpec({ idempotencyKey: 'job-1' })),
  );
  expect(returned).toMatchObject({ instanceId: 'm-1' });
  const seconds: readonly Partial<ManagedInstance>[] = [
    { instanceId: 'm-1' },
    { instanceId: 'of-another-process', creator: 'other' },
    { instanceId: 'of-another-spec', specHash: 'v2-other' },
    { instanceId: 'has-ended', state: 'terminated' },
    { instanceId: 'late' },
  ];
  const findByKey = cloud.findByKey.bind(cloud);
  cloud.findByKey = async (...request) => {
    const [own] = await findByKey(...request);
    if (own?.launchedAt === undefined) return [];
    const launchedAt = new Date(own.launchedAt.getTime() + 5_000);
    return [own, ...seconds.map((second) => ({ ...own, launchedAt, ...second }))];
  };
  const ended: string[] = [];
  cloud.endInstance = async (instanceId) => void ended.push(instanceId);
  const created = await clock.run(async () => creations.create(await makeSpec()));
  expect(created).toMatchObject({ instanceId: 'm-2', reused: false, warnings: [] });
  expect(ended).toEqual(['late']);
});

test('an older machine that is of no use, and shows late, is ended before the other one is returned', async () => {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs: 10_000 });
  const operation = { operation: 'createInstance' };
  for (const creator of ['one', 'two']) {
    await clock.run(async () =>
      cloud.launch(await makeSpec(), 'first', { operation, creator, generation: 0 }),
    );
    await clock.advance(1_000);
  }
  cloud.stop('m-1');
  await clock.advance(20_000);
  const findByKey = cloud.findByKey.bind(cloud);
  let looks = 0;
  cloud.findByKey = async (...request) => {
    const found = await findByKey(...request);
    return looks++ === 0 ? found.filter(({ instanceId }) => instanceId !== 'm-1') : found;
  };
  const creations = openCreations(cloud, clock);
  const created = await clock.run(async () => creations.create(await makeSpec()));
  expect(created).toMatchObject({ instanceId: 'm-2', reused: true });
  expect(cloud.live).toEqual(['m-2']);
});
