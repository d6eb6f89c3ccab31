import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

/** A cloud that answers a second create request of the same token with the machine of the first, which no look-up shows. */
async function simulate() {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { latencyMs: 0 });
  const creations = openCreations(cloud, clock);
  const create = (signal?: AbortSignal) =>
    clock.run(async () =>
      creations.create(await makeSpec(), { signal }).catch((error: unknown) => error),
    );
  expect(await create()).toMatchObject({ instanceId: 'm-1', reused: false });
  cloud.findByKey = async () => [];
  cloud.launch = async () => ({ instanceId: 'm-1', warnings: [] });
  return { cloud, create };
}

test('a machine that a caller of this process has is found, not made, by a request that names it', async () => {
  const { cloud, create } = await simulate();
  let marks = 0;
  cloud.onStep = ({ method }) => {
    if (method === 'markInstance') marks++;
  };
  expect(await create()).toMatchObject({ instanceId: 'm-1', reused: true });
  expect(marks).toBe(0);
});

test('who gives up then leaves it to the caller that has it', async () => {
  const { cloud, create } = await simulate();
  const controller = new AbortController();
  cloud.onStep = ({ method }) => {
    if (method === 'readInstance') controller.abort();
  };
  expect(await create(controller.signal)).toMatchObject({
    code: 'aborted',
    outcome: 'instance-exists',
    instanceId: 'm-1',
  });
  expect(cloud.live).toEqual(['m-1']);
});
