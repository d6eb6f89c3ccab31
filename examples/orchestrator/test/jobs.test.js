import { expect, test } from 'vitest';
import { MINUTE, scenario } from './scenario.js';

test('every job is done, each on a machine of its own, and none is left', async () => {
  const world = scenario({ jobs: 5 });
  await world.clock.run(() => world.start());
  expect(world.states()).toEqual(['done', 'done', 'done', 'done', 'done']);
  expect(world.mock.instances.map(({ tags }) => tags['job'])).toEqual([
    'job-1',
    'job-2',
    'job-3',
    'job-4',
    'job-5',
  ]);
  expect(world.live()).toEqual([]);
});

test('never more jobs run at once than allowed, and so many do', async () => {
  const world = scenario({ jobs: 7 });
  let building = 0;
  /** @type {number[]} */
  const seen = [];
  await world.clock.run(() =>
    world.start({
      concurrency: 3,
      async build(_job, _machine, signal) {
        seen.push(++building);
        await world.clock.sleep(MINUTE, signal);
        building--;
      },
    }),
  );
  expect(Math.max(...seen)).toBe(3);
  expect(seen).toHaveLength(7);
});

test('a job that is done or failed is not run again', async () => {
  const world = scenario({ jobs: 2 });
  world.database.changeJob('job-1', { state: 'done' });
  world.database.changeJob('job-2', { state: 'failed' });
  await world.clock.run(() => world.start());
  expect(world.states()).toEqual(['done', 'failed']);
  expect(world.mock.instances).toEqual([]);
});

test('a lease is renewed for as long as its machine works, so that the reaper leaves it', async () => {
  const world = scenario({ jobs: 1 });
  await world.clock.run(() =>
    world.start({
      leaseMs: 8 * MINUTE,
      build: (_job, _machine, signal) => world.clock.sleep(60 * MINUTE, signal),
    }),
  );
  expect(world.states()).toEqual(['done']);
  expect(world.mock.instances).toHaveLength(1);
  expect(world.lines.join('\n')).not.toContain('its lease was over');
});

test('a job is built when its machine is ready, and not before', async () => {
  const world = scenario({ jobs: 1 });
  /** @type {string[]} */
  const seen = [];
  await world.clock.run(() =>
    world.start({
      async build(_job, { instanceId }) {
        const { state, ready } = await world.mock.getInstanceStatus(instanceId);
        seen.push(`${state} ${ready}`);
      },
    }),
  );
  expect(seen).toEqual(['running true']);
});

test('a machine whose end fails for a moment is ended all the same', async () => {
  const world = scenario({ jobs: 1 });
  world.mock.failCall('terminateInstance', { times: 3 });
  await world.clock.run(() => world.start());
  expect(world.states()).toEqual(['done']);
  expect(world.live()).toEqual([]);
});

test('a machine that cannot be ended does not undo the job, and ends with its lease', async () => {
  const world = scenario({ jobs: 1 });
  world.mock.failCall('terminateInstance', { times: 6 });
  await world.clock.run(() => world.start());
  expect(world.states()).toEqual(['done']);
  expect(world.live()).toMatchObject([{ expiresAt: expect.any(Date) }]);
  expect(world.lines.join('\n')).toContain('could not be ended, its lease will');
});
