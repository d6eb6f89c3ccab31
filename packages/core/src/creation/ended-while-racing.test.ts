import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { CapacityUnavailableError } from '../errors/capacity-unavailable-error.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { LaunchTakenError } from './creation-cloud.js';
import { InstanceCreations } from './instance-creations.js';
import { makeSpec } from './testing/make-spec.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

const WINDOW = 10_000;

function simulate({ refusesSecondWithKey = false, lag = WINDOW } = {}) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, {
    visibilityWindowMs: lag,
    refusesSecondWithKey,
    addressMs: 100,
  });
  const backoff = { minDelayMs: 500, maxDelayMs: 500, random: () => 0.5 };
  const open = () => new InstanceCreations(cloud, { provider: 'acme', clock, backoff });
  return { clock, cloud, open };
}

/** Has a machine end at the last moment that the last look-up of a creation shows; every read before shows it alive. */
async function endBeforeTheLastLook(
  race: (simulated: ReturnType<typeof simulate>) => Promise<unknown>,
) {
  const pilot = simulate();
  let lookedAt = 0;
  pilot.cloud.onStep = ({ method, moment }) => {
    if (method === 'findByKey' && moment === 'before') lookedAt = pilot.clock.now();
  };
  await pilot.clock.run(async () => pilot.open().create(await makeSpec()));
  const simulated = simulate();
  const { clock, cloud } = simulated;
  void clock.sleep(lookedAt - WINDOW - clock.now()).then(() => cloud.end('m-1'));
  return { ...simulated, result: await clock.run(() => race(simulated)) };
}

test('a machine that was ended while it raced does not end the other one', async () => {
  const { cloud, result } = await endBeforeTheLastLook(async ({ clock, open }) => {
    const create = async () => open().create(await makeSpec());
    const first = create();
    await clock.sleep(120);
    return Promise.all([first, create()]);
  });
  expect(result).toMatchObject([
    { instanceId: 'm-2', reused: true },
    { instanceId: 'm-2', reused: false },
  ]);
  expect(cloud.live).toEqual(['m-2']);
});

test('a machine that is ended before its creation is over is not returned', async () => {
  const { result } = await endBeforeTheLastLook(async ({ open }) =>
    open()
      .create(await makeSpec())
      .catch((error: unknown) => error),
  );
  expect(result).toBeInstanceOf(CapacityUnavailableError);
  expect(result).toMatchObject({
    message: expect.stringContaining('before it could be returned'),
    outcome: 'no-instance',
    instanceId: 'm-1',
  });
});

test('a name that is taken by a machine whose lease is over becomes free', async () => {
  const { clock, cloud, open } = simulate({ refusesSecondWithKey: true, lag: 0 });
  const spec = await makeSpec({ expiresAt: new Date(clock.now() + 2_000) }, clock.now());
  cloud.onStep = async ({ method, moment, call }) => {
    if (method !== 'launch' || moment !== 'before') return;
    if (cloud.live.length > 0) throw new LaunchTakenError('The name is taken.');
    if (cloud.launches.length > 1) return;
    // Another process is faster.
    await cloud.launch(spec, 'first', {
      operation: call.operation,
      creator: 'other',
      generation: 0,
    });
    await clock.sleep(5_000);
    throw new LaunchTakenError('The name is taken.');
  };
  const created = await clock.run(async () => open().create(await makeSpec()));
  expect(created).toMatchObject({ instanceId: 'm-2', reused: false });
  expect(cloud.live).toEqual(['m-2']);
});

test('a machine that one read does not know, and lists do, is adopted', async () => {
  const { clock, cloud, open } = simulate({ refusesSecondWithKey: true, lag: 0 });
  await clock.run(async () => open().create(await makeSpec()));
  let lies = 1;
  cloud.onStep = ({ method, moment, call }) => {
    if (method !== 'readInstance' || moment !== 'before' || lies-- <= 0) return;
    throw new InstanceNotFoundError('There is no such machine.', call.operation);
  };
  const created = await clock.run(async () => open().create(await makeSpec()));
  expect(created).toMatchObject({ instanceId: 'm-1', reused: true });
  expect(cloud.launches).toHaveLength(1);
});
