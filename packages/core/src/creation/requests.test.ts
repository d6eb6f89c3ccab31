import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { InstanceSpec } from '../contract/instance-spec.js';
import { CapacityUnavailableError } from '../errors/capacity-unavailable-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { LaunchTakenError } from './creation-cloud.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud, type Step } from './testing/simulated-cloud.js';

const OPERATION = { operation: 'createInstance' };

function simulate(options: ConstructorParameters<typeof SimulatedCloud>[1] = {}) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, options);
  const steps: Step[] = [];
  const on = (react: (step: Step) => void | Promise<void>) => {
    cloud.onStep = (step) => {
      if (step.moment === 'before') steps.push(step);
      return react(step);
    };
  };
  on(() => undefined);
  const create = (fields: Partial<InstanceSpec> = {}, signal?: AbortSignal) =>
    clock.run(async () =>
      openCreations(cloud, clock)
        .create(await makeSpec(fields, clock.now()), { signal })
        .catch((error: unknown) => error),
    );
  const count = (method: Step['method']) => steps.filter((step) => step.method === method).length;
  return { clock, cloud, steps, on, create, count };
}

const whose = { provider: 'acme', operation: 'createInstance', idempotencyKey: 'job-7' };

/** Every request says whose it is; that to one machine, also which machine that is. */
function expectToBeNamed(steps: readonly Step[]): void {
  for (const { method, instanceId, call } of steps) {
    expect(call.operation, method).toMatchObject(whose);
    if (instanceId !== undefined)
      expect(call.operation, method).toHaveProperty('instanceId', instanceId);
  }
}

describe('every request says whose it is', () => {
  test('of a creation that succeeds', async () => {
    const { steps, create } = simulate();
    await create();
    expectToBeNamed(steps);
    expect(new Set(steps.map(({ method }) => method))).toEqual(
      new Set(['findByKey', 'plan', 'launch', 'confirmLaunch', 'readInstance']),
    );
  });

  test('of one that ends a machine of no more use, and adopts nothing', async () => {
    const { cloud, steps, create } = simulate();
    await create();
    cloud.stop('m-1');
    steps.length = 0;
    expect(await create()).toMatchObject({ instanceId: 'm-2' });
    expectToBeNamed(steps);
    expect(steps.some(({ method }) => method === 'requestEnd')).toBe(true);
  });

  test('of an adoption', async () => {
    const { steps, create } = simulate();
    await create();
    steps.length = 0;
    expect(await create()).toMatchObject({ instanceId: 'm-1', reused: true });
    expectToBeNamed(steps);
    expect(steps.some(({ method }) => method === 'markInstance')).toBe(true);
  });

  test('of one that fails, and ends its machine', async () => {
    const { cloud, steps, create } = simulate({ addressMs: Number.POSITIVE_INFINITY });
    expect(await create()).toMatchObject({ code: 'readiness_timeout' });
    expectToBeNamed(steps);
    expect(cloud.live).toEqual([]);
  });

  test('of one whose answer was lost, or whose name is taken', async () => {
    for (const error of [
      new NetworkFailureError('No answer.', OPERATION),
      new LaunchTakenError('Taken.'),
    ]) {
      const { steps, on, create, count } = simulate();
      on(({ method, moment }) => {
        if (method === 'launch' && moment === 'before' && count('launch') === 1) throw error;
      });
      await create();
      expectToBeNamed(steps);
      expect(count('findByKey')).toBeGreaterThan(1);
    }
  });
});

test('every request but the create request can be cut', async () => {
  const { steps, create } = simulate();
  await create();
  await create();
  for (const { method, signal } of steps) {
    if (method === 'launch') expect(signal).toBeUndefined();
    else expect(signal, method).toBeInstanceOf(AbortSignal);
  }
});

describe('a cloud that brings no more than it must', () => {
  test('has machines made, without a confirmation of the launch', async () => {
    const { cloud, create } = simulate();
    Object.assign(cloud, { confirmLaunch: undefined });
    expect(await create()).toMatchObject({ instanceId: 'm-1', reused: false });
  });

  test('has machines adopted, without marks, after one look-up where reads do not lag', async () => {
    const { cloud, steps, create, count } = simulate();
    await create();
    Object.assign(cloud, { markInstance: undefined });
    steps.length = 0;
    expect(await create()).toMatchObject({ instanceId: 'm-1', reused: true });
    expect([count('findByKey'), count('readInstance')]).toEqual([1, 1]);
  });
});

describe('where no other call can make a machine with the key', () => {
  test.each<[string, boolean, Partial<InstanceSpec>, number]>([
    ['because the cloud refuses it', true, {}, 1],
    ['because nobody else knows the key', false, { idempotencyKey: undefined }, 0],
  ])(
    'none is looked for, %s, when the machine ends',
    async (_, refusesSecondWithKey, fields, lookUps) => {
      const { cloud, on, create, count } = simulate({ refusesSecondWithKey });
      on(({ method, moment, instanceId = '' }) => {
        if (method === 'confirmLaunch' && moment === 'after') cloud.end(instanceId);
      });
      expect(await create(fields)).toBeInstanceOf(CapacityUnavailableError);
      expect(count('findByKey')).toBe(lookUps);
    },
  );

  test('no machine is ended when one is made', async () => {
    const { create, count } = simulate();
    expect(await create({ idempotencyKey: undefined })).toMatchObject({ instanceId: 'm-1' });
    expect(count('requestEnd')).toBe(0);
  });
});

test('a machine that was launched before the one that is being adopted is taken instead', async () => {
  const { clock, cloud, create } = simulate({ latencyMs: 0 });
  await create();
  await clock.advance(60_000);
  const spec = await makeSpec();
  await clock.run(() =>
    cloud.launch(spec, 'first', { operation: OPERATION, creator: 'other', generation: 0 }),
  );
  await clock.advance(60_000);
  const findByKey = cloud.findByKey.bind(cloud);
  let lookUps = 0;
  cloud.findByKey = async (...request) => {
    const found = await findByKey(...request);
    return lookUps++ === 0 ? found.filter(({ instanceId }) => instanceId !== 'm-1') : found;
  };
  expect(await create()).toMatchObject({ instanceId: 'm-1', reused: true });
});
