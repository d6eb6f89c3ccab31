import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { InstanceSpec } from '../contract/instance-spec.js';
import { CapacityUnavailableError } from '../errors/capacity-unavailable-error.js';
import { IdempotencyConflictError } from '../errors/idempotency-conflict-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { ReadinessTimeoutError } from '../errors/readiness-timeout-error.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud, type SimulatedCloudOptions } from './testing/simulated-cloud.js';

const WINDOW = 10_000;

function simulate(options: SimulatedCloudOptions = {}) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, options);
  const open = () => openCreations(cloud, clock);
  const creations = open();
  const create = async (fields: Partial<InstanceSpec> = {}, by = creations) =>
    by.create(await makeSpec(fields, clock.now()));
  return { clock, cloud, open, creations, create };
}

describe.each([0, WINDOW])('with reads that lag by %d ms', (visibilityWindowMs) => {
  test('a machine is made and has its address', async () => {
    const { clock, cloud, create } = simulate({ visibilityWindowMs });
    const created = await clock.run(() => create());
    expect(created).toEqual({
      instanceId: 'm-1',
      publicIp: '192.0.2.1',
      region: 'north',
      instanceType: 'first',
      architecture: 'amd64',
      spotInstance: false,
      idempotencyKey: 'job-7',
      reused: false,
      warnings: [],
    });
    expect(cloud.live).toEqual(['m-1']);
  });

  test('the machine with the key is adopted, by another process too', async () => {
    const { clock, cloud, create, open } = simulate({ visibilityWindowMs });
    await clock.run(() => create());
    for (const by of [undefined, open()]) {
      const again = await clock.run(() => create({}, by));
      expect(again).toMatchObject({ instanceId: 'm-1', reused: true });
    }
    expect(cloud.launches).toHaveLength(1);
  });

  test.each([2, 3, 10])('%d processes at once give one machine', async (count) => {
    const { clock, cloud, create, open } = simulate({ visibilityWindowMs });
    const created = await clock.run(() =>
      Promise.all(Array.from({ length: count }, () => create({}, open()))),
    );
    expect(new Set(created.map(({ instanceId }) => instanceId))).toEqual(new Set(['m-1']));
    expect(created.filter(({ reused }) => !reused)).toHaveLength(1);
    expect(cloud.live).toEqual(['m-1']);
  });

  test('a process that comes while another creates gets its machine', async () => {
    for (let delay = 0; delay < 15_000; delay += 250) {
      const { clock, cloud, create, open } = simulate({ visibilityWindowMs });
      const created = await clock.run(() =>
        Promise.all([create(), clock.sleep(delay).then(() => create({}, open()))]),
      );
      expect(new Set(created.map(({ instanceId }) => instanceId)).size, `after ${delay} ms`).toBe(
        1,
      );
      expect(cloud.live).toEqual([created[0]?.instanceId]);
    }
  });

  test('of two specs with one key, the earlier machine stays', async () => {
    const { clock, cloud, create, open } = simulate({ visibilityWindowMs });
    const settled = await clock.run(() =>
      Promise.allSettled([create(), create({ size: 'large' }, open())]),
    );
    expect(settled).toMatchObject([
      { status: 'fulfilled', value: { instanceId: 'm-1' } },
      { status: 'rejected', reason: { code: 'idempotency_conflict', outcome: 'no-instance' } },
    ]);
    expect(cloud.live).toEqual(['m-1']);
  });

  test('a key of another spec is a conflict, and its machine is left alone', async () => {
    const { clock, cloud, create } = simulate({ visibilityWindowMs });
    await clock.run(() => create());
    const error = await clock.run(() => create({ tags: { env: 'live' } }).catch((e: unknown) => e));
    expect(error).toBeInstanceOf(IdempotencyConflictError);
    expect(error).toMatchObject({ outcome: 'no-instance', idempotencyKey: 'job-7' });
    expect(cloud.live).toEqual(['m-1']);
  });

  test('a stopped machine is ended and replaced', async () => {
    const { clock, cloud, create } = simulate({ visibilityWindowMs });
    await clock.run(() => create());
    cloud.stop('m-1');
    await clock.advance(visibilityWindowMs);
    expect(await clock.run(() => create())).toMatchObject({ instanceId: 'm-2', reused: false });
    expect(cloud.live).toEqual(['m-2']);
  });

  test('a machine whose lease is over is ended and replaced', async () => {
    const { clock, cloud, create } = simulate({ visibilityWindowMs });
    const expiresAt = new Date(clock.now() + 60_000);
    await clock.run(() => create({ expiresAt }));
    await clock.advance(60_000);
    expect(await clock.run(() => create())).toMatchObject({ instanceId: 'm-2', reused: false });
    expect(cloud.live).toEqual(['m-2']);
  });

  test('a machine that was just ended is not returned, though reads still show it', async () => {
    const { clock, cloud, create } = simulate({ visibilityWindowMs });
    await clock.run(() => create());
    cloud.end('m-1');
    expect(await clock.run(() => create({ size: 'large' }))).toMatchObject({
      instanceId: 'm-2',
      reused: false,
    });
    expect(cloud.live).toEqual(['m-2']);
  });
});

test('without a key every call makes a machine, and none looks the key up', async () => {
  const { clock, cloud, create } = simulate({ visibilityWindowMs: WINDOW });
  const methods: string[] = [];
  cloud.onStep = ({ method }) => void methods.push(method);
  await clock.run(() =>
    Promise.all([create({ idempotencyKey: undefined }), create({ idempotencyKey: undefined })]),
  );
  expect(cloud.live).toEqual(['m-1', 'm-2']);
  expect(methods).not.toContain('findByKey');
});

test('where the cloud refuses a second machine with the key, it is not looked up again', async () => {
  const { clock, cloud, create } = simulate({ refusesSecondWithKey: true });
  let lookUps = 0;
  cloud.onStep = ({ method, moment }) => {
    if (method === 'findByKey' && moment === 'before') lookUps++;
  };
  await clock.run(() => create());
  expect(lookUps).toBe(1);
});

test('a machine that a process has left gives way to none: it keeps the key', async () => {
  const { clock, cloud, create, open } = simulate({ visibilityWindowMs: WINDOW });
  const dead = open();
  await clock.run(async () => {
    const winner = create();
    await clock.sleep(110);
    // Its process ends right after its request: nobody waits for the machine.
    cloud.launch(await makeSpec(), 'first', {
      operation: { operation: 'createInstance' },
      creator: dead.creator,
      generation: 0,
    });
    await winner;
  });
  expect(cloud.launches).toHaveLength(2);
  expect(cloud.live).toEqual(['m-1']);
});

describe('plans', () => {
  test('are tried in order while there is no capacity', async () => {
    const { clock, cloud, create } = simulate({ plans: ['first', 'second', 'third'] });
    refuse(cloud, ({ plan }) =>
      plan === 'third'
        ? undefined
        : new CapacityUnavailableError(`${plan} is sold out.`, { operation: 'createInstance' }),
    );
    const created = await clock.run(() => create());
    expect(created).toMatchObject({
      instanceType: 'third',
      warnings: [{ code: 'other_instance_type' }],
    });
    expect(cloud.launches.map(({ plan }) => plan)).toEqual(['first', 'second', 'third']);
  });

  test('that are all sold out are told together', async () => {
    const { clock, cloud, create } = simulate({ plans: ['first', 'second'] });
    refuse(
      cloud,
      ({ plan }) =>
        new CapacityUnavailableError(`${plan} is sold out.`, { operation: 'createInstance' }),
    );
    const error = await clock.run(() => create().catch((e: unknown) => e));
    expect(error).toBeInstanceOf(CapacityUnavailableError);
    expect(error).toMatchObject({ outcome: 'no-instance', idempotencyKey: 'job-7' });
    expect(String(error)).toContain('second is sold out.');
    expect(error).toHaveProperty('cause.errors.0.message', 'first is sold out.');
  });

  test('end with a refusal of another kind', async () => {
    const { clock, cloud, create } = simulate({ plans: ['first', 'second'] });
    refuse(cloud, () => new InvalidInputError('No.', { operation: 'createInstance', issues: [] }));
    const error = await clock.run(() => create().catch((e: unknown) => e));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ outcome: 'no-instance', idempotencyKey: 'job-7' });
    expect(cloud.launches).toHaveLength(1);
  });
});

describe('a machine that comes to nothing', () => {
  test('is ended when it gets no address in time', async () => {
    const { clock, cloud, create } = simulate({ addressMs: Number.POSITIVE_INFINITY });
    const error = await clock.run(() => create().catch((e: unknown) => e));
    expect(error).toBeInstanceOf(ReadinessTimeoutError);
    expect(error).toMatchObject({ outcome: 'no-instance', instanceId: 'm-1' });
    expect(cloud.live).toEqual([]);
  });

  test.each(['stop', 'end'] as const)('is told at once when it is: %s', async (change) => {
    const { clock, cloud, create } = simulate();
    cloud.onStep = ({ method, instanceId }) => {
      if (method === 'confirmLaunch' && instanceId !== undefined) cloud[change](instanceId);
    };
    const startedAt = clock.now();
    const error = await clock.run(() => create().catch((e: unknown) => e));
    expect(error).toBeInstanceOf(CapacityUnavailableError);
    expect(error).toMatchObject({ outcome: 'no-instance', instanceId: 'm-1' });
    expect(clock.now() - startedAt).toBeLessThan(10_000);
    expect(cloud.live).toEqual([]);
  });

  test('is left alone when it was only adopted', async () => {
    const { clock, cloud, create, open } = simulate({ addressMs: 200_000 });
    const [first, second] = await clock.run(() =>
      Promise.allSettled([create(), clock.sleep(1_000).then(() => create({}, open()))]),
    );
    for (const settled of [first, second]) {
      expect(settled).toMatchObject({
        status: 'rejected',
        reason: { code: 'readiness_timeout', outcome: 'instance-exists', instanceId: 'm-1' },
      });
    }
    expect(cloud.live).toEqual(['m-1']);
  });
});

function refuse(
  cloud: SimulatedCloud,
  decide: (launch: { readonly plan: string }) => Error | undefined,
): void {
  cloud.onStep = ({ method, moment }) => {
    const last = cloud.launches.at(-1);
    if (method !== 'launch' || moment !== 'before' || last === undefined) return;
    const error = decide(last);
    if (error !== undefined) throw error;
  };
}
