import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test('what remembers machines takes little room before there is one', () => {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock);
  const open = () => openCreations(cloud, clock);
  open();
  const before = usedBytes();
  const opened = Array.from({ length: 100 }, open);
  const each = (usedBytes() - before) / opened.length;
  expect(each).toBeLessThan(50_000);
});
