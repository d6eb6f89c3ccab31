import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import type { CreateOutcome } from '../errors/provider-error.js';
import { RateLimitedError } from '../errors/rate-limited-error.js';
import { LaunchTakenError } from './creation-cloud.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import {
  SimulatedCloud,
  type SimulatedCloudOptions,
  type Step,
} from './testing/simulated-cloud.js';

const WINDOW = 10_000;

function simulate(options: SimulatedCloudOptions = {}) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs: WINDOW, ...options });
  const creations = openCreations(cloud, clock);
  const create = async (signal?: AbortSignal) =>
    creations.create(await makeSpec(), { signal }).catch((error: unknown) => error);
  const open = () => openCreations(cloud, clock);
  return { clock, cloud, creations, create, open };
}

const lost = (outcome?: CreateOutcome) =>
  new NetworkFailureError('No answer.', { operation: 'createInstance', outcome });

/** Fails at a step, as often as wanted. */
function failAt(
  cloud: SimulatedCloud,
  { method, moment }: Pick<Step, 'method' | 'moment'>,
  error: Error,
  times = 1,
): void {
  let left = times;
  const before = cloud.onStep;
  cloud.onStep = async (step) => {
    await before(step);
    if (step.method === method && step.moment === moment && left-- > 0) throw error;
  };
}

describe('a create request whose answer is lost', () => {
  test('after its effect: the machine is found, and the creation goes on', async () => {
    const { clock, cloud, create } = simulate();
    failAt(cloud, { method: 'launch', moment: 'after' }, lost());
    expect(await clock.run(() => create())).toMatchObject({
      instanceId: 'm-1',
      reused: false,
      warnings: [],
    });
    expect(cloud.launches).toHaveLength(1);
  });

  test('before its effect: there is no machine, which only the whole window proves', async () => {
    const { clock, cloud, create } = simulate();
    failAt(cloud, { method: 'launch', moment: 'before' }, lost());
    const startedAt = clock.now();
    expect(await clock.run(() => create())).toMatchObject({
      code: 'network_failure',
      outcome: 'no-instance',
      idempotencyKey: 'job-7',
    });
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(WINDOW);
    expect(cloud.live).toEqual([]);
  });

  test('because it timed out: it may still be carried out', async () => {
    const { clock, cloud, create } = simulate();
    failAt(cloud, { method: 'launch', moment: 'before' }, lost('unknown'));
    expect(await clock.run(() => create())).toMatchObject({
      outcome: 'unknown',
      idempotencyKey: 'job-7',
    });
  });

  test('because it timed out, while another call made one: also who gives up then is told', async () => {
    const { clock, cloud, create, open } = simulate();
    failAt(cloud, { method: 'launch', moment: 'before' }, lost('unknown'));
    const controller = new AbortController();
    const results = await clock.run(() =>
      Promise.all([
        create(controller.signal),
        clock.sleep(200).then(async () => open().create(await makeSpec())),
        clock.sleep(5_000).then(() => controller.abort()),
      ]),
    );
    expect(results[0]).toMatchObject({ code: 'aborted', outcome: 'unknown' });
    expect(results[0]).not.toMatchObject({ message: expect.stringContaining('no machine') });
  });

  test('is not taken for that of a call with the key and another spec', async () => {
    const { clock, cloud, creations, create } = simulate();
    failAt(cloud, { method: 'launch', moment: 'before' }, lost());
    const large = async () => creations.create(await makeSpec({ size: 'large' }));
    const [small, other] = await clock.run(() => Promise.all([create(), large()]));
    expect(other).toMatchObject({ instanceId: 'm-1' });
    expect(small).toMatchObject({ code: 'idempotency_conflict', outcome: 'no-instance' });
    expect(cloud.live).toEqual(['m-1']);
  });

  test('and whose look-ups fail for the moment is settled by a later one', async () => {
    const { clock, cloud, create } = simulate();
    failAt(cloud, { method: 'launch', moment: 'after' }, lost());
    failAfter(cloud, 'launch', 'findByKey', 5);
    expect(await clock.run(() => create())).toMatchObject({ instanceId: 'm-1', reused: false });
  });

  test('and whose look-ups all fail has an unknown outcome, with both errors as its cause', async () => {
    const { clock, cloud, create } = simulate();
    failAt(cloud, { method: 'launch', moment: 'after' }, lost());
    failAfter(cloud, 'launch', 'findByKey', Number.POSITIVE_INFINITY);
    const error = await clock.run(() => create());
    expect(error).toMatchObject({ outcome: 'unknown', code: 'network_failure' });
    expect(error).toHaveProperty('cause.errors.length', 2);
  });

  test.each([
    ['a refusal that the cloud has told', lost('no-instance')],
    [
      'a rate limit',
      new RateLimitedError('Slow down.', { operation: 'createInstance', retryAfterMs: 5_000 }),
    ],
  ])('is not: %s', async (_, error) => {
    const { clock, cloud, create } = simulate();
    failAt(cloud, { method: 'launch', moment: 'before' }, error);
    const startedAt = clock.now();
    expect(await clock.run(() => create())).toMatchObject({
      outcome: 'no-instance',
      retryable: true,
      code: error.code,
    });
    expect(clock.now() - startedAt).toBeLessThan(1_000);
  });

  test('while another call makes a machine: that one is adopted', async () => {
    const { clock, cloud, create } = simulate();
    const other = openCreations(cloud, clock);
    failAt(cloud, { method: 'launch', moment: 'before' }, lost());
    const [own, others] = await clock.run(async () =>
      Promise.all([create(), clock.sleep(20).then(async () => other.create(await makeSpec()))]),
    );
    expect(own).toMatchObject({ instanceId: others.instanceId, reused: true });
    expect(cloud.live).toEqual([others.instanceId]);
  });
});

describe('a name or token that is taken', () => {
  test('by a machine that shows up late has that machine adopted', async () => {
    const { clock, cloud, create } = simulate();
    const other = openCreations(cloud, clock);
    cloud.onStep = ({ method, moment, call }) => {
      if (method !== 'launch' || moment === 'after' || !('creator' in call)) return;
      if (call.creator !== other.creator) throw new LaunchTakenError('Taken.');
    };
    const [others, own] = await clock.run(async () =>
      Promise.all([other.create(await makeSpec()), clock.sleep(20).then(() => create())]),
    );
    expect(own).toMatchObject({ instanceId: others.instanceId, reused: true });
    expect(cloud.launches.map(({ generation }) => generation)).toEqual([0, 0]);
  });

  test.each([0, WINDOW])(
    'by nothing of use has the next generation tried: %d ms',
    async (window) => {
      const { clock, cloud, create } = simulate({ visibilityWindowMs: window });
      failAt(cloud, { method: 'launch', moment: 'before' }, new LaunchTakenError('Taken.'), 2);
      expect(await clock.run(() => create())).toMatchObject({ instanceId: 'm-1', reused: false });
      expect(cloud.launches.map(({ generation }) => generation)).toEqual([0, 1, 2]);
    },
  );

  test('for ever ends the creation', async () => {
    const { clock, cloud, create } = simulate({ visibilityWindowMs: 0 });
    failAt(cloud, { method: 'launch', moment: 'before' }, new LaunchTakenError('Taken.'), 1_000);
    expect(await clock.run(() => create())).toMatchObject({
      code: 'network_failure',
      outcome: 'no-instance',
    });
    expect(cloud.launches.length).toBeLessThan(50);
  });
});

/** Fails a method so many times once another one has been called. */
function failAfter(
  cloud: SimulatedCloud,
  first: Step['method'],
  then: Step['method'],
  times: number,
): void {
  let begun = false;
  let left = times;
  const before = cloud.onStep;
  cloud.onStep = async (step) => {
    if (step.method === first) begun = true;
    if (begun && step.method === then && step.moment === 'before' && left-- > 0) throw lost();
    await before(step);
  };
}
