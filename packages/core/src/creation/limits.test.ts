import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { InstanceCreations, type InstanceCreationsOptions } from './instance-creations.js';
import { makeSpec } from './testing/make-spec.js';
import { SimulatedCloud, type SimulatedCloudOptions } from './testing/simulated-cloud.js';

const OPERATION = { operation: 'createInstance' };
const WINDOW = 10_000;

function simulate(
  options: Partial<InstanceCreationsOptions> = {},
  cloudOptions: SimulatedCloudOptions = {},
) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { latencyMs: 0, ...cloudOptions });
  const open = () =>
    new InstanceCreations(cloud, {
      provider: 'acme',
      clock,
      backoff: { random: () => 0.5 },
      ...options,
    });
  const create = async (signal?: AbortSignal) => {
    const startedAt = clock.now();
    const result = await clock.run(async () =>
      open()
        .create(await makeSpec(), { signal })
        .catch((error: unknown) => error),
    );
    expect(clock.sleeping).toBe(0);
    return { result, tookMs: clock.now() - startedAt };
  };
  return { clock, cloud, create };
}

/** From the first call of a method on, the cloud answers nothing, but for what is excepted. */
function goDownAt(cloud: SimulatedCloud, first: string, except: readonly string[] = []): void {
  let isDown = false;
  cloud.onStep = ({ method, moment }) => {
    if (method === first && moment === 'before') isDown = true;
    if (isDown && !except.includes(method)) throw new NetworkFailureError('No answer.', OPERATION);
  };
}

describe('the address', () => {
  test.each([
    [undefined, 120_000],
    [7_000, 7_000],
  ])('is waited for as long as is set: %s', async (addressTimeoutMs, waitedMs) => {
    const addressMs = Number.POSITIVE_INFINITY;
    const { cloud, create } = simulate({ addressTimeoutMs }, { addressMs });
    const { result, tookMs } = await create();
    expect(result).toMatchObject({
      code: 'readiness_timeout',
      outcome: 'no-instance',
      message: `acme: createInstance of m-1 waited ${waitedMs / 1_000} s for a public IPv4 address, which did not come. Try again, or allow more time.`,
    });
    expect(tookMs).toBe(waitedMs);
    expect(cloud.live).toEqual([]);
  });

  test('is read for after 1 s, and then less and less often, up to every 5 s', async () => {
    const { clock, cloud, create } = simulate(
      { backoff: { random: () => 0 } },
      { addressMs: 9_000 },
    );
    const times: number[] = [];
    const startedAt = clock.now();
    cloud.onStep = ({ method, moment }) => {
      if (method === 'readInstance' && moment === 'before') times.push(clock.now() - startedAt);
    };
    await create();
    expect(times).toEqual([0, 500, 1_500, 3_500, 6_000, 8_500, 11_000]);
  });

  test('is read for as often as is set', async () => {
    const backoff = { minDelayMs: 100, maxDelayMs: 300, random: () => 0 };
    const { clock, cloud, create } = simulate({ backoff }, { addressMs: 500 });
    const times: number[] = [];
    const startedAt = clock.now();
    cloud.onStep = ({ method, moment }) => {
      if (method === 'readInstance' && moment === 'before') times.push(clock.now() - startedAt);
    };
    await create();
    expect(times).toEqual([0, 50, 150, 300, 450, 600]);
  });
});

const MARKS = ['markInstance', 'readInstance'];
const NOT_ENDED =
  'it could not be ended: use the same key again, or end it with terminateInstance()';
const UNTOLD =
  'it could not be told whether another call with the same key has it: use the same key again';

describe('a clean-up that cannot reach the cloud', () => {
  test.each([
    [undefined, 60_000, MARKS, NOT_ENDED],
    [8_000, 8_000, MARKS, NOT_ENDED],
    [8_000, 8_000, [], UNTOLD],
    [undefined, 60_000, ['readInstance'], UNTOLD],
  ])('is tried as long as is set: %s, %i, %j', async (cleanupTimeoutMs, takesMs, except, why) => {
    const { cloud, create } = simulate({ cleanupTimeoutMs });
    const controller = new AbortController();
    goDownAt(cloud, 'confirmLaunch', except);
    const down = cloud.onStep;
    cloud.onStep = (step) => {
      if (step.method === 'confirmLaunch') controller.abort();
      return down(step);
    };
    const { result, tookMs } = await create(controller.signal);
    expect(result).toMatchObject({
      code: 'aborted',
      outcome: 'instance-exists',
      instanceId: 'm-1',
      idempotencyKey: 'job-7',
      message: `acme: createInstance of m-1 was aborted by its caller. The machine m-1 exists, because ${why}.`,
    });
    expect(tookMs).toBe(takesMs);
  });
});

describe('a clean-up that is allowed less time than it takes to tell who has the machine', () => {
  test.each([
    [1_000, 10_000],
    [60_000, 60_000],
  ])('has that time: %d ms with a lag of %d ms', async (cleanupTimeoutMs, visibilityWindowMs) => {
    const { cloud, create } = simulate({ cleanupTimeoutMs }, { visibilityWindowMs });
    const controller = new AbortController();
    cloud.onStep = ({ method }) => {
      if (method === 'confirmLaunch') controller.abort();
    };
    const { result } = await create(controller.signal);
    expect(result).toMatchObject({ code: 'aborted', outcome: 'no-instance' });
    expect(cloud.live).toEqual([]);
  });
});

describe('an answer that was lost', () => {
  test.each([
    [undefined, 10_000],
    [3_000, 3_000],
  ])('is looked for after the window as long as is set: %s', async (lookUpTimeoutMs, graceMs) => {
    const { cloud, create } = simulate({ lookUpTimeoutMs }, { visibilityWindowMs: WINDOW });
    goDownAt(cloud, 'launch');
    const { result, tookMs } = await create();
    expect(result).toMatchObject({
      provider: 'acme',
      code: 'network_failure',
      outcome: 'unknown',
      idempotencyKey: 'job-7',
      message:
        'acme: createInstance got no answer to its create request, and could not look for the machine. Whether there is one is not known: use the same key again, which finds it.',
    });
    expect(tookMs).toBeGreaterThanOrEqual(WINDOW + graceMs);
    expect(tookMs).toBeLessThan(WINDOW + graceMs + 5_000);
  });

  test('and may still be carried out is told with what to do', async () => {
    const { cloud, create } = simulate({}, { visibilityWindowMs: WINDOW });
    cloud.onStep = ({ method }) => {
      if (method !== 'launch') return;
      throw new NetworkFailureError('acme: createInstance had no answer in time.', {
        ...OPERATION,
        outcome: 'unknown',
      });
    };
    const { result, tookMs } = await create();
    expect(result).toMatchObject({
      provider: 'acme',
      code: 'network_failure',
      outcome: 'unknown',
      idempotencyKey: 'job-7',
      message:
        'acme: createInstance had no answer in time. A create request timed out, and may still be carried out: use the same key again, which finds its machine.',
    });
    expect(tookMs).toBe(WINDOW);
  });
});

describe('a look-up of a key whose machine is known', () => {
  test.each([
    [undefined, 60],
    [8_000, 8],
  ])('is tried as long as is set: %s', async (cleanupTimeoutMs, seconds) => {
    const { cloud, create } = simulate({ cleanupTimeoutMs });
    let known = false;
    cloud.onStep = ({ method }) => {
      if (method === 'readInstance') known = true;
      if (!known || method !== 'findByKey') return;
      throw new NetworkFailureError('No answer.', OPERATION);
    };
    const { result } = await create();
    expect(result).toMatchObject({
      code: 'readiness_timeout',
      outcome: 'no-instance',
      instanceId: 'm-1',
      message: expect.stringContaining(`waited ${seconds} s for a look-up of its key`),
    });
    expect(cloud.live).toEqual([]);
  });
});
