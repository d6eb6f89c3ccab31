import { MockProvider, VirtualClock } from '@stagely/provider-mock';
import { expect, test } from 'vitest';
import { endMachines } from './end-machines.js';

const tags = { stagely_test: 'true', run: 'run-1' };
const pace = { pollMs: 1_000, settleMs: 10_000 };

/** Lists everything, whatever is asked for. */
class CarelessProvider extends MockProvider {
  override listInstances() {
    return super.listInstances();
  }
}

function newCloud() {
  const clock = new VirtualClock();
  const cloud = new MockProvider({}, { clock });
  const create = (given: Record<string, string>) =>
    cloud.createInstance({ size: 'small', architecture: 'amd64', tags: given });
  const live = () => cloud.instances.filter(({ state }) => state !== 'terminated');
  const end = () => clock.run(() => endMachines(cloud, tags, pace, clock));
  return { clock, cloud, create, live, end };
}

test('the machines of a run are ended, and no others', async () => {
  const { create, live, end } = newCloud();
  const own = [await create(tags), await create({ ...tags, case: '7' })];
  const others = [await create({ ...tags, run: 'run-2' }), await create({ run: 'run-1' })];
  expect(await end()).toEqual({ ended: own.map(({ instanceId }) => instanceId), left: [] });
  expect(live().map(({ instanceId }) => instanceId)).toEqual(
    others.map(({ instanceId }) => instanceId),
  );
});

test('a provider whose filter lets through too much has nothing of others ended', async () => {
  const clock = new VirtualClock();
  const cloud = new CarelessProvider({}, { clock });
  await cloud.createInstance({ size: 'small', architecture: 'amd64', tags: { other: 'yes' } });
  await clock.run(() => endMachines(cloud, tags, pace, clock));
  expect(cloud.instances).toMatchObject([{ state: 'running' }]);
});

test('a machine that shows up late is ended too', async () => {
  const { clock, create, live, end } = newCloud();
  const late = clock.sleep(9_000).then(() => create(tags));
  const { ended, left } = await end();
  expect(ended).toEqual([(await late).instanceId]);
  expect(left).toEqual([]);
  expect(live()).toEqual([]);
});

test('a machine that cannot be ended is told of, and keeps no other one alive', async () => {
  const { cloud, create, live, end } = newCloud();
  const stubborn = await create(tags);
  await create(tags);
  cloud.failCall('terminateInstance', {
    times: Number.POSITIVE_INFINITY,
    matching: (call) =>
      call.operation === 'terminateInstance' && call.arguments.instanceId === stubborn.instanceId,
  });
  const { ended, left } = await end();
  expect(ended).toHaveLength(1);
  expect(left).toMatchObject([
    { instanceId: stubborn.instanceId, error: { code: 'network_failure' } },
  ]);
  expect(live()).toHaveLength(1);
});

test('a list that fails for a moment is asked for again', async () => {
  const { cloud, create, live, end } = newCloud();
  await create(tags);
  cloud.failCall('listInstances', { times: 3 });
  expect((await end()).ended).toHaveLength(1);
  expect(live()).toEqual([]);
});
