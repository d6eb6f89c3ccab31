import { expect, test } from 'vitest';
import { MINUTE, scenario } from './scenario.js';

test.each([
  ['while machines are being created', 1_000, 2],
  ['while they wait for their address', 3_000, 2],
  ['while they boot', 10_000, 2],
  ['while jobs are being built', 2 * MINUTE, 2],
  ['between two jobs', 6 * MINUTE, 4],
])('a shutdown %s puts the jobs back and leaves no machine', async (_, after, launched) => {
  const world = scenario({ jobs: 4 });
  const shutdown = new AbortController();
  const running = world.start({ signal: shutdown.signal });
  await world.clock.advance(after);
  shutdown.abort();
  const told = world.clock.now();
  await world.clock.run(() => running);
  expect(world.clock.now() - told, 'milliseconds that it took').toBe(0);

  expect(world.mock.instances).toHaveLength(launched);
  expect(world.live()).toEqual([]);
  const done = world.states().filter((state) => state === 'done').length;
  expect(world.states().toSorted()).toEqual([
    ...Array(done).fill('done'),
    ...Array(4 - done).fill('waiting'),
  ]);
  expect(done).toBe(launched - 2);

  await world.clock.run(() => world.start());
  expect(world.states()).toEqual(['done', 'done', 'done', 'done']);
  expect(world.live()).toEqual([]);
});

test('a process that is told to end before it begins creates nothing', async () => {
  const world = scenario();
  await world.clock.run(() => world.start({ signal: AbortSignal.abort() }));
  expect(world.states()).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
  expect(world.mock.instances).toEqual([]);
});
