import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

const OPERATION = { operation: 'createInstance' };

/** Two processes that make a machine each; the second sees that it is second. */
async function race(prepare: (cloud: SimulatedCloud, clock: VirtualClock) => void) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs: 10_000 });
  prepare(cloud, clock);
  const create = async () =>
    openCreations(cloud, clock)
      .create(await makeSpec({}, clock.now()))
      .catch((error: unknown) => error);
  const [first, second] = await clock.run(() =>
    Promise.all([create(), clock.sleep(1_500).then(create)]),
  );
  return { clock, cloud, first, second };
}

test('a machine that gives way is kept when another call has it and the first one has ended', async () => {
  const { cloud, second } = await race((cloud) => {
    cloud.onStep = ({ method, moment, instanceId }) => {
      if (method !== 'markInstance' || moment !== 'after' || instanceId !== 'm-2') return;
      cloud.onStep = () => undefined;
      cloud.end('m-1');
      return cloud.markInstance('m-2', 'adopted', true, { operation: OPERATION });
    };
  });
  expect(second).toMatchObject({ instanceId: 'm-2', reused: true });
  expect(cloud.live).toEqual(['m-2']);
});

test('a machine that another call was seen to have is kept when the key cannot be looked up', async () => {
  const { cloud } = await race((cloud) => {
    let marked = false;
    cloud.onStep = ({ method, moment, instanceId }) => {
      if (method === 'findByKey' && marked) throw new NetworkFailureError('No answer.', OPERATION);
      if (marked || method !== 'markInstance' || moment !== 'after' || instanceId !== 'm-2') return;
      marked = true;
      return cloud.markInstance('m-2', 'adopted', true, { operation: OPERATION });
    };
  });
  expect(cloud.live).toContain('m-2');
});

test('looking for who has a machine and ending it take no longer together than an adopter waits', async () => {
  const asked: number[] = [];
  const { second } = await race((cloud, clock) => {
    let askedAt = 0;
    cloud.onStep = ({ method, moment, instanceId }) => {
      if (instanceId !== 'm-2' || moment !== 'before') return;
      if (method === 'markInstance') {
        askedAt ||= clock.now();
        if (clock.now() - askedAt < 25_000) throw new NetworkFailureError('No answer.', OPERATION);
      }
      if (method !== 'requestEnd') return;
      asked.push(clock.now() - askedAt);
      throw new NetworkFailureError('No answer.', OPERATION);
    };
  });
  expect(second).toMatchObject({ outcome: 'instance-exists', instanceId: 'm-2' });
  expect(asked.length).toBeGreaterThan(2);
  expect(asked[0]).toBeGreaterThan(35_000);
  expect(asked.at(-1)).toBeLessThanOrEqual(61_000);
});

test('a machine that the cloud calls ended is not ended, and adopted when it is not so', async () => {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock);
  const open = () => openCreations(cloud, clock);
  await clock.run(async () => open().create(await makeSpec()));
  const findByKey = cloud.findByKey.bind(cloud);
  let lies = 1;
  cloud.findByKey = async (...request) => {
    const found = await findByKey(...request);
    return lies-- > 0 ? found.map((one) => ({ ...one, state: 'terminated' as const })) : found;
  };
  const created = await clock.run(async () => open().create(await makeSpec()));
  expect(created).toMatchObject({ instanceId: 'm-1', reused: true });
  expect(cloud.live).toEqual(['m-1']);
});
