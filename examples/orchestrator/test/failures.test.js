import { expect, test } from 'vitest';
import { MINUTE, scenario } from './scenario.js';

/** @param {ReturnType<typeof scenario>} world */
function launches(world) {
  return world.mock.calls.filter(({ operation }) => operation === 'createInstance');
}

test('a region that is sold out is left for the next one', async () => {
  const world = scenario({ jobs: 1 });
  world.addTenant({ regions: ['mock-1', 'mock-2'] });
  world.mock.failCall('createInstance', {
    times: Number.POSITIVE_INFINITY,
    error: 'capacity_unavailable',
    matching: (call) =>
      call.operation === 'createInstance' && call.arguments.spec.region === 'mock-1',
  });
  await world.clock.run(() => world.start());
  expect(world.states()).toEqual(['done']);
  expect(world.mock.instances).toMatchObject([{ region: 'mock-2', instanceType: 'mock.small' }]);
});

test('a size that is sold out everywhere is left for the next larger one', async () => {
  const world = scenario({ jobs: 1 });
  world.addTenant({ regions: ['mock-1', 'mock-2'] });
  world.mock.failCall('createInstance', {
    times: Number.POSITIVE_INFINITY,
    error: 'capacity_unavailable',
    matching: (call) => call.operation === 'createInstance' && call.arguments.spec.size === 'small',
  });
  await world.clock.run(() => world.start());
  expect(world.states()).toEqual(['done']);
  expect(world.mock.instances).toMatchObject([{ region: 'mock-1', instanceType: 'mock.medium' }]);
});

test('a job that is sold out everywhere is tried again later, and then given up', async () => {
  const world = scenario({ jobs: 1 });
  world.mock.capacityUnavailable = true;
  await world.clock.run(() => world.start());
  expect(world.job('job-1')).toMatchObject({ state: 'failed', attempts: 5 });
  const times = launches(world).map(({ at }) => at.getTime());
  expect(times).toHaveLength(2 * 5);
  const pauses = [2, 4, 6, 8].map((index) => (times[index] ?? 0) - (times[index - 1] ?? 0));
  for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(MINUTE / 2);
  expect(world.mock.instances).toEqual([]);
});

test('bad credentials stop their tenant and no other one', async () => {
  const world = scenario({ jobs: 4 });
  world.addTenant({ id: 'team-8' });
  world.addJob({ id: 'job-8', tenant: 'team-8' });
  world.mock.failCall('createInstance', {
    times: Number.POSITIVE_INFINITY,
    error: 'invalid_credentials',
    matching: (call) =>
      call.operation === 'createInstance' && call.arguments.spec.tags?.['tenant'] === 'team-7',
  });
  await world.clock.run(() => world.start());
  expect(world.states()).toEqual(['waiting', 'waiting', 'waiting', 'waiting', 'done']);
  expect(world.database.tenants).toMatchObject([
    { id: 'team-7', stopped: expect.stringContaining('mock') },
    { id: 'team-8' },
  ]);
  const refused = launches(world).filter(({ outcome }) => outcome === 'invalid_credentials');
  expect(refused.length).toBeLessThanOrEqual(2);

  await world.clock.run(() => world.start());
  expect(world.states().filter((state) => state === 'waiting')).toHaveLength(4);
  world.mock.reset();
  world.addTenant({});
  await world.clock.run(() => world.start());
  expect(new Set(world.states())).toEqual(new Set(['done']));
});

test('a full account is waited for: nothing is asked for until a machine has ended', async () => {
  const world = scenario({ jobs: 4 });
  world.mock.failCall('createInstance', {
    times: Number.POSITIVE_INFINITY,
    error: 'quota_exceeded',
    matching: () => world.live().length >= 1,
  });
  await world.clock.run(() => world.start({ build: async () => undefined }));
  expect(world.states()).toEqual(['done', 'done', 'done', 'done']);
  expect(world.mock.instances).toHaveLength(4);
  expect(world.job('job-4')).toMatchObject({ attempts: 0 });
  const ends = world.mock.calls
    .filter(({ operation }) => operation === 'terminateInstance')
    .map(({ at }) => at.getTime());
  const made = launches(world).filter(({ outcome }) => outcome === 'succeeded');
  expect(made.slice(1).map(({ at }) => at.getTime())).toEqual(ends.slice(0, 3));
});

test('a full account that other programs use is asked again after a pause', async () => {
  const world = scenario({ jobs: 1 });
  world.mock.quotaExceeded = true;
  const running = world.start();
  await world.clock.advance(10 * MINUTE);
  expect(world.states()).toEqual(['waiting']);
  expect(launches(world).length).toBeLessThanOrEqual(21);
  world.mock.quotaExceeded = false;
  await world.clock.run(() => running);
  expect(world.states()).toEqual(['done']);
});

test('a network that stays away is given up after some tries, and its jobs fail', async () => {
  const world = scenario({ jobs: 1 });
  world.mock.failCall('createInstance', { times: Number.POSITIVE_INFINITY });
  await world.clock.run(() => world.start());
  expect(world.job('job-1')).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('mock'),
  });
  expect(launches(world)).toHaveLength(4 * 5);
});

test('a machine that is taken away while it works is replaced', async () => {
  const world = scenario({ jobs: 1 });
  /** @type {string[]} */
  const builtOn = [];
  await world.clock.run(() =>
    world.start({
      build(_job, { instanceId }, signal) {
        builtOn.push(instanceId);
        if (builtOn.length === 1) world.mock.endInstance(instanceId, 'spot capacity reclaimed');
        return world.clock.sleep(20 * MINUTE, signal).catch(() => {
          throw new Error('the connection broke');
        });
      },
    }),
  );
  expect(world.states()).toEqual(['done']);
  expect(builtOn).toEqual(['mock-000001', 'mock-000002']);
  expect(world.live()).toEqual([]);
});

test('a build that fails is a job that has failed, and its machine ends', async () => {
  const world = scenario({ jobs: 2 });
  await world.clock.run(() =>
    world.start({
      async build(job) {
        if (job.id === 'job-1') throw new Error('make: *** [all] Error 2');
      },
    }),
  );
  expect(world.job('job-1')).toMatchObject({
    state: 'failed',
    problem: 'make: *** [all] Error 2',
  });
  expect(world.job('job-2')).toMatchObject({ state: 'done' });
  expect(world.live()).toEqual([]);
});

test('a pause that nobody waits for any more keeps no process alive', async () => {
  const world = scenario({ jobs: 2 });
  Object.assign(world.mock, { delay: 0, addressDelay: 0, bootDelay: 0 });
  world.mock.failCall('createInstance', { nth: 2, error: 'quota_exceeded' });
  await world.clock.run(() =>
    world.start({ build: (_job, _machine, signal) => world.clock.sleep(1_000, signal) }),
  );
  expect(world.states()).toEqual(['done', 'done']);
  expect(world.clock.sleeping).toBe(0);
});
