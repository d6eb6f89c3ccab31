import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

test('a look-up that is given up at its time limit is cut', async () => {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs: 10_000 });
  const create = async () => openCreations(cloud, clock).create(await makeSpec());
  await clock.run(create);
  let lookUps = 0;
  cloud.onStep = async ({ method, moment, signal }) => {
    if (method !== 'findByKey' || moment !== 'before' || ++lookUps === 1) return;
    await clock.sleep(Number.POSITIVE_INFINITY, signal);
  };
  const outcome = await clock.run(() => create().catch((error: unknown) => error));
  expect(outcome).toMatchObject({ code: 'readiness_timeout', outcome: 'instance-exists' });
  expect([lookUps, clock.sleeping]).toEqual([2, 0]);
});
