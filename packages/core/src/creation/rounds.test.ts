import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { InstanceCreations } from './instance-creations.js';
import type { ManagedInstance } from './managed-instance.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

/** A cloud that shows another machine with the key whenever the key is looked up, each of which has ended when it is read. */
async function createAmongShadows(shadows: number, random: () => number) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { latencyMs: 0 });
  const spec = await makeSpec();
  const shadow = (number: number): ManagedInstance => ({
    instanceId: `s-${number}`,
    state: 'running',
    ready: true,
    publicIp: '192.0.2.9',
    region: 'north',
    instanceType: 'first',
    architecture: 'amd64',
    spotInstance: false,
    tags: {},
    specHash: spec.specHash,
    adopted: true,
  });
  const times: number[] = [];
  const startedAt = clock.now();
  const findByKey = cloud.findByKey.bind(cloud);
  cloud.findByKey = async (...request) => {
    const found = await findByKey(...request);
    if (found.length > 0) return found;
    const number = times.push(clock.now() - startedAt);
    return number <= shadows ? [shadow(number)] : [];
  };
  const readInstance = cloud.readInstance.bind(cloud);
  cloud.readInstance = async (instanceId, call) =>
    instanceId.startsWith('s-')
      ? { ...shadow(0), instanceId, state: 'terminated' }
      : readInstance(instanceId, call);
  const creations = new InstanceCreations(cloud, { provider: 'acme', clock, backoff: { random } });
  const result = await clock.run(() => creations.create(spec).catch((error: unknown) => error));
  return { result, cloud, times };
}

describe('machines with the key that end while they are waited for', () => {
  test('are given up after twenty, which says so and what to do', async () => {
    const { result, cloud, times } = await createAmongShadows(1_000, () => 0);
    expect(result).toMatchObject({
      code: 'network_failure',
      provider: 'acme',
      outcome: 'no-instance',
      idempotencyKey: 'job-7',
      message:
        'acme: createInstance failed: every machine with the key ended while it was waited for. Try again, and see what ends them.',
    });
    expect(times).toHaveLength(20);
    expect(cloud.launches).toEqual([]);
  });

  test('are replaced as long as there are fewer', async () => {
    const { result } = await createAmongShadows(19, () => 0);
    expect(result).toMatchObject({ instanceId: 'm-1', reused: false });
  });

  test('are looked for again after a pause that grows', async () => {
    const { times } = await createAmongShadows(5, () => 0);
    expect(times.slice(0, 6)).toEqual([0, 500, 1_500, 3_500, 6_000, 8_500]);
  });
});

test('a machine that is known to have ended is not waited for again, as long as look-ups may show it', async () => {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { latencyMs: 0, visibilityWindowMs: 10_000 });
  const create = () => clock.run(async () => openCreations(cloud, clock).create(await makeSpec()));
  await create();
  await clock.advance(60_000);
  cloud.end('m-1');
  // Reads by id do not lag on this cloud, unlike look-ups by key.
  const readInstance = cloud.readInstance.bind(cloud);
  let reads = 0;
  cloud.readInstance = async (instanceId, call) => {
    const instance = await readInstance(instanceId, call);
    if (instanceId !== 'm-1') return instance;
    reads++;
    return { ...instance, state: 'terminated' };
  };
  cloud.markInstance = async () => undefined;
  expect(await create()).toMatchObject({ instanceId: 'm-2', reused: false });
  expect(reads).toBe(1);
});
