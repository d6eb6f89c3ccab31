import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { InvalidCredentialsError } from '../errors/invalid-credentials-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { abandonInstance } from './abandon-instance.js';
import { makeSpec } from './testing/make-spec.js';
import { SimulatedCloud, type Step } from './testing/simulated-cloud.js';

const operation = { provider: 'acme', operation: 'createInstance' };
const backoff = { minDelayMs: 1_000, maxDelayMs: 5_000 };
const TIMEOUT = 30_000;

/** A cloud with the machine `m-1`, which every read shows. */
async function simulate(visibilityWindowMs = 0) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs, latencyMs: 0 });
  const launch = { operation, creator: 'x', generation: 0 };
  await clock.run(async () => cloud.launch(await makeSpec(), 'first', launch));
  await clock.advance(60_000);
  const steps: string[] = [];
  const on = (react: (step: Step) => void | Promise<void>) => {
    cloud.onStep = (step) => {
      if (step.moment === 'before') steps.push(step.method);
      return react(step);
    };
  };
  on(() => undefined);
  const mark = (name: 'adopted' | 'abandoned') =>
    clock.run(() => cloud.markInstance('m-1', name, true, { operation }));
  const abandon = async (by: Parameters<typeof abandonInstance>[0] = cloud) => {
    const startedAt = clock.now();
    const options = { operation, clock, timeoutMs: TIMEOUT, backoff };
    const adopted = await clock.run(() => abandonInstance(by, 'm-1', options));
    expect(clock.sleeping).toBe(0);
    return { adopted, tookMs: clock.now() - startedAt };
  };
  const read = () => clock.run(() => cloud.readInstance('m-1', { operation }));
  return { clock, cloud, steps, on, mark, abandon, read };
}

const notFound = () => new InstanceNotFoundError('No.', operation);

test('where a cloud has no marks, no machine is known to be adopted, and none is read', async () => {
  const { cloud, steps, abandon } = await simulate();
  const { visibilityWindowMs } = cloud;
  const readInstance = cloud.readInstance.bind(cloud);
  expect(await abandon({ visibilityWindowMs, readInstance })).toEqual({
    adopted: false,
    tookMs: 0,
  });
  expect(steps).toEqual([]);
});

describe.each([0, 10_000])('where reads lag by %d ms', (window) => {
  test('a machine that nobody has adopted is marked, and looked at once reads show an adoption', async () => {
    const { clock, steps, abandon, read } = await simulate(window);
    expect(await abandon()).toEqual({ adopted: false, tookMs: window });
    const reads = window === 0 ? ['readInstance'] : ['readInstance', 'readInstance'];
    expect(steps).toEqual(['markInstance', ...reads]);
    await clock.advance(window);
    expect(await read()).toMatchObject({ abandoned: true });
  });

  test('a machine that was adopted stays, and loses the mark again', async () => {
    const { clock, steps, mark, abandon, read } = await simulate(window);
    await mark('adopted');
    await clock.advance(window);
    steps.length = 0;
    expect(await abandon()).toEqual({ adopted: true, tookMs: 0 });
    expect(steps).toEqual(['markInstance', 'readInstance', 'markInstance']);
    await clock.advance(window);
    expect(await read()).toMatchObject({ adopted: true, abandoned: false });
  });

  test('a machine that was adopted just before stays', async () => {
    const { mark, abandon } = await simulate(window);
    await mark('adopted');
    expect(await abandon()).toEqual({ adopted: true, tookMs: window });
  });

  test('a machine that was adopted before stays although the mark of its maker comes late', async () => {
    const { clock, steps, on, mark, abandon } = await simulate(window);
    await mark('adopted');
    steps.length = 0;
    on(async ({ moment }) => {
      if (steps.length === 1 && moment === 'before') await clock.sleep(TIMEOUT - 5_000);
    });
    expect(await abandon()).toMatchObject({ adopted: true });
  });

  test('a machine that was adopted stays, also when its mark cannot be removed', async () => {
    const { clock, steps, on, mark, abandon } = await simulate(window);
    await mark('adopted');
    await clock.advance(window);
    steps.length = 0;
    on(({ moment }) => {
      if (steps.length === 3 && moment === 'before') {
        throw new NetworkFailureError('No answer.', operation);
      }
    });
    expect(await abandon()).toMatchObject({ adopted: true });
    expect(steps).toHaveLength(3);
  });

  test('what fails for the moment is tried again; the machine is not marked twice', async () => {
    const { clock, steps, on, mark, abandon } = await simulate(window);
    await mark('adopted');
    await clock.advance(window);
    steps.length = 0;
    on(({ moment }) => {
      const fails = steps.length === 1 || steps.length === 3;
      if (fails && moment === 'before') throw new NetworkFailureError('No answer.', operation);
    });
    expect(await abandon()).toMatchObject({ adopted: true });
    expect(steps).toEqual([
      'markInstance',
      'markInstance',
      'readInstance',
      'readInstance',
      'markInstance',
    ]);
  });
});

describe('a machine that is not found', () => {
  test('was adopted by nobody where reads do not lag', async () => {
    const { on, steps, abandon } = await simulate(0);
    on(() => {
      throw notFound();
    });
    expect(await abandon()).toEqual({ adopted: false, tookMs: 0 });
    expect(steps).toEqual(['markInstance']);
  });

  test('is looked for as long as it may be hidden', async () => {
    const { on, steps, abandon } = await simulate(10_000);
    on(() => {
      throw notFound();
    });
    const { adopted, tookMs } = await abandon();
    expect(adopted).toBe(false);
    expect(tookMs).toBeGreaterThanOrEqual(10_000);
    expect(tookMs).toBeLessThan(16_000);
    expect(steps.length).toBeGreaterThan(2);
  });

  test('and shows up adopted within that time stays', async () => {
    const { on, mark, steps, abandon } = await simulate(10_000);
    await mark('adopted');
    steps.length = 0;
    on(({ moment }) => {
      if (steps.length < 3 && moment === 'before') throw notFound();
    });
    expect(await abandon()).toMatchObject({ adopted: true });
  });
});

describe('a cloud that cannot be asked', () => {
  test('for the whole time leaves the machine to be ended', async () => {
    const { on, abandon } = await simulate(10_000);
    on(() => {
      throw new NetworkFailureError('No answer.', operation);
    });
    expect(await abandon()).toEqual({ adopted: false, tookMs: TIMEOUT });
  });

  test('for good leaves the machine to be ended at once', async () => {
    const { on, steps, abandon } = await simulate(10_000);
    on(() => {
      throw new InvalidCredentialsError('Revoked.', operation);
    });
    expect(await abandon()).toEqual({ adopted: false, tookMs: 0 });
    expect(steps).toEqual(['markInstance']);
  });
});
