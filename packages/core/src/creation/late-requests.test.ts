import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

/** A cloud that carries create requests out five seconds after their time has run out. */
function simulate({ visibilityWindowMs = 10_000 } = {}) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs, addressMs: 0 });
  const launch = cloud.launch.bind(cloud);
  cloud.launch = async (...request) => {
    void clock.sleep(35_000).then(() => launch(...request));
    await clock.sleep(30_000);
    throw new NetworkFailureError('No answer.', { ...request[2].operation, outcome: 'unknown' });
  };
  const creations = openCreations(cloud, clock);
  const create = () =>
    clock.run(async () => creations.create(await makeSpec()).catch((error: unknown) => error));
  return { clock, cloud, launch, create };
}

test('of two requests that were carried out late, one machine stays', async () => {
  const { clock, cloud, create } = simulate();
  expect(await create()).toMatchObject({ code: 'network_failure', outcome: 'unknown' });
  expect(await create()).toMatchObject({ instanceId: 'm-1', reused: false, warnings: [] });
  await clock.advance(60_000);
  expect(cloud.launches).toHaveLength(2);
  expect(cloud.live).toEqual(['m-1']);
});

test('a late machine that cannot be ended is told of', async () => {
  const { cloud, create } = simulate();
  await create();
  cloud.onStep = ({ method, instanceId }) => {
    if (method === 'requestEnd' && instanceId === 'm-2') {
      throw new NetworkFailureError('No answer.', { operation: 'createInstance' });
    }
  };
  expect(await create()).toMatchObject({
    instanceId: 'm-1',
    warnings: [{ code: 'cleanup_failed', message: expect.stringContaining('m-2') }],
  });
});

test.each([0, 10_000])(
  'a late machine beside the one that another call has made is ended, with a lag of %d ms',
  async (visibilityWindowMs) => {
    const { clock, cloud, launch, create } = simulate({ visibilityWindowMs });
    const other = { operation: { operation: 'createInstance' }, creator: 'x', generation: 0 };
    const others = clock.sleep(20_000).then(async () => launch(await makeSpec(), 'first', other));
    expect(await create()).toMatchObject({ instanceId: 'm-1', reused: true, warnings: [] });
    await others;
    await clock.advance(60_000);
    expect(cloud.launches).toHaveLength(2);
    expect(cloud.live).toEqual(['m-1']);
  },
);
