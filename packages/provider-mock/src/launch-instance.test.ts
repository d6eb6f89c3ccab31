import { CapacityUnavailableError } from '@stagely/core';
import { silentLogger, VirtualClock } from '@stagely/core/plugin';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { createOperation } from './create-instance.js';
import { launchInstance } from './launch-instance.js';
import { MockCloud } from './mock-cloud.js';
import { parseMockSpec } from './parse-mock-spec.js';
import { settingsSchema } from './settings.js';

it('never gives two instances one id or address, and ends in a lack of capacity', async () => {
  const clock = new VirtualClock();
  const cloud = new MockCloud(clock, silentLogger, v.parse(settingsSchema, {}));
  const spec = await parseMockSpec(
    { size: 'small', architecture: 'amd64' },
    { regions: ['mock-1'], defaultRegion: 'mock-1', now: clock.now() },
  );
  const operation = createOperation(spec);

  const instances = Array.from({ length: 131_832 }, () => launchInstance(cloud, spec, operation));

  expect(new Set(instances.map(({ id }) => id)).size).toBe(131_832);
  expect(new Set(instances.map(({ publicIp }) => publicIp)).size).toBe(131_832);
  expect(() => launchInstance(cloud, spec, operation)).toThrow(CapacityUnavailableError);
  expect(() => launchInstance(cloud, spec, operation)).toThrow('Call reset() between tests.');

  for (const instance of instances) cloud.instances.end(instance, {});
  await clock.advance(3_600_000);
  expect(cloud.instances.all()).toEqual([]);
  expect(() => launchInstance(cloud, spec, operation)).toThrow(CapacityUnavailableError);
});
