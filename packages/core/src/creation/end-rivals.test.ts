import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import type { ManagedInstance } from './managed-instance.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

const OPERATION = { operation: 'createInstance' };

/** A cloud with the machine `m-1`, whose key look-ups show others too, made from it. */
function simulate(...others: readonly Partial<ManagedInstance>[]) {
  return simulateLag(0, others);
}

async function simulateLag(
  visibilityWindowMs: number,
  others: readonly Partial<ManagedInstance>[],
) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { latencyMs: 0, visibilityWindowMs });
  const create = () => clock.run(async () => openCreations(cloud, clock).create(await makeSpec()));
  await create();
  await clock.advance(900_000);
  const findByKey = cloud.findByKey.bind(cloud);
  cloud.findByKey = async (...request) => {
    const [own] = await findByKey(...request);
    return own === undefined ? [] : [own, ...others.map((other) => ({ ...own, ...other }))];
  };
  const ended: string[] = [];
  cloud.endInstance = async (instanceId, call) => {
    ended.push(instanceId);
    expect(call.operation).toMatchObject({ provider: 'acme', instanceId });
  };
  return { clock, cloud, create, ended };
}

const later = (ms: number) => new Date(new VirtualClock().now() + ms);

describe('who adopts a machine ends', () => {
  test('every other machine with its key that is old enough', async () => {
    const { create, ended } = await simulate(
      { instanceId: 'm-2', launchedAt: later(30_000) },
      { instanceId: 'm-3', launchedAt: later(31_000) },
    );
    expect(await create()).toMatchObject({ instanceId: 'm-1', reused: true, warnings: [] });
    expect(ended).toEqual(['m-2', 'm-3']);
  });

  test('none so young that the call that made it may still return it', async () => {
    const { clock, create, ended } = await simulate({
      instanceId: 'm-2',
      launchedAt: later(600_000),
    });
    expect(await create()).toMatchObject({ instanceId: 'm-1', reused: true, warnings: [] });
    expect(ended).toEqual([]);
    await clock.advance(900_000);
    await create();
    expect(ended).toEqual(['m-2']);
  });

  test.each([
    { visibilityWindowMs: 0, adoptionMs: 1_000, decisionMs: 600_000 },
    { visibilityWindowMs: 10_000, adoptionMs: 11_000, decisionMs: 610_000 },
  ])(
    'only those whose maker must have decided, with a lag of $visibilityWindowMs ms',
    async ({ visibilityWindowMs, adoptionMs, decisionMs }) => {
      const others: Partial<ManagedInstance>[] = [];
      const { clock, create, ended } = await simulateLag(visibilityWindowMs, others);
      const agedWhenAdopted = (ms: number) => new Date(clock.now() + adoptionMs - ms);
      others.push(
        { instanceId: 'm-2', launchedAt: agedWhenAdopted(decisionMs - 3_000) },
        { instanceId: 'm-3', launchedAt: agedWhenAdopted(decisionMs + 3_000) },
      );
      expect(await create()).toMatchObject({ instanceId: 'm-1', reused: true, warnings: [] });
      expect(ended).toEqual(['m-3']);
    },
  );

  test('none of which nobody knows how old it is', async () => {
    const { cloud, create, ended } = await simulate({ instanceId: 'm-2' });
    const findByKey = cloud.findByKey.bind(cloud);
    cloud.findByKey = async (...request) =>
      (await findByKey(...request)).map(({ launchedAt, ...ageless }) =>
        launchedAt === undefined || ageless.instanceId === 'm-2'
          ? ageless
          : { ...ageless, launchedAt },
      );
    expect(await create()).toMatchObject({ instanceId: 'm-1', reused: true, warnings: [] });
    expect(ended).toEqual([]);
  });

  test('none that has ended', async () => {
    const { cloud, create } = await simulate({ instanceId: 'm-2', state: 'terminated' });
    const asked: string[] = [];
    cloud.endInstance = async (instanceId) => void asked.push(instanceId);
    expect(await create()).toMatchObject({ instanceId: 'm-1' });
    // A cloud may be wrong about that, and its machine be in use.
    expect(asked).toEqual([]);
  });
});

test('another machine that a call has adopted stays, when it keeps the key by now', async () => {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { latencyMs: 0 });
  const create = () => clock.run(async () => openCreations(cloud, clock).create(await makeSpec()));
  await create();
  await clock.run(async () => {
    const launch = { operation: OPERATION, creator: 'other', generation: 0 };
    await cloud.launch(await makeSpec(), 'first', launch);
    await cloud.markInstance('m-2', 'adopted', true, { operation: OPERATION });
  });
  await clock.advance(900_000);
  cloud.onStep = ({ method, moment, instanceId }) => {
    const isGivenUp = method === 'markInstance' && instanceId === 'm-2';
    if (isGivenUp && moment === 'before') cloud.end('m-1');
  };
  expect(await create()).toMatchObject({ reused: true, warnings: [] });
  expect(cloud.live).toEqual(['m-2']);
  const left = await clock.run(() => cloud.readInstance('m-2', { operation: OPERATION }));
  expect(left).toMatchObject({ adopted: true, abandoned: false });
});

test('who cannot end another machine is told which, and how to', async () => {
  const { cloud, create } = await simulate(
    { instanceId: 'm-2', launchedAt: later(30_000) },
    { instanceId: 'm-3', launchedAt: later(31_000) },
  );
  cloud.endInstance = async (instanceId) => {
    if (instanceId === 'm-2') throw new NetworkFailureError('No answer.', OPERATION);
  };
  expect(await create()).toMatchObject({
    instanceId: 'm-1',
    warnings: [
      {
        code: 'cleanup_failed',
        message:
          'The machine m-2, made by another call or request with the same key, could not be ended. End it with terminateInstance().',
      },
    ],
  });
});

test('what a machine was made with and what it is are told in this order', async () => {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { latencyMs: 0 });
  const launch = cloud.launch.bind(cloud);
  cloud.launch = async (...request) => {
    const launched = await launch(...request);
    return { ...launched, warnings: [{ code: 'no_spot', message: 'No spot.' }] };
  };
  cloud.warningsFor = () => [{ code: 'other_instance_type', message: 'Another type.' }];
  const created = await clock.run(async () => openCreations(cloud, clock).create(await makeSpec()));
  expect(created).toMatchObject({ instanceId: 'm-1', reused: false });
  expect(created.warnings.map(({ code }) => code)).toEqual(['no_spot', 'other_instance_type']);
});
