import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

/** The later a machine is made, the lower is its id: as bad as ids by chance can be. */
const idOf = (earlier: number) => `m-${9 - earlier}`;

test.each([0, 10_000])(
  'of machines whose launches are rounded to the same time, one stays: reads lag by %d ms',
  async (visibilityWindowMs) => {
    for (let delay = 0; delay < 1_500; delay += 50) {
      const clock = new VirtualClock();
      const cloud = new SimulatedCloud(clock, { visibilityWindowMs, addressMs: 0, idOf });
      const create = async () => openCreations(cloud, clock).create(await makeSpec());
      const created = await clock.run(() =>
        Promise.all([create(), clock.sleep(delay).then(create)]),
      );
      const ids = new Set(created.map(({ instanceId }) => instanceId));
      expect([...ids], `after ${delay} ms`).toEqual(cloud.live);
      expect(cloud.live).toHaveLength(1);
    }
  },
);
