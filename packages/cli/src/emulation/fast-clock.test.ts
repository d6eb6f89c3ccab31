import { VirtualClock } from '@stagely/core/plugin';
import { expect, test } from 'vitest';
import { fastClock } from './fast-clock.js';

test('a fast clock starts where the other one is and passes time as many times as fast', async () => {
  const clock = new VirtualClock();
  const startedAt = clock.now();
  const fast = fastClock(10, clock);
  const woken: number[] = [];
  const sleep = fast.sleep(5_000).then(() => woken.push(fast.now() - startedAt));
  await clock.advance(499);
  expect(woken).toEqual([]);
  await clock.advance(1);
  await sleep;
  expect(woken).toEqual([5_000]);
});
