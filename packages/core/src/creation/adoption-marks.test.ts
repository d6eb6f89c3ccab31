import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { InstanceSpec } from '../contract/instance-spec.js';
import { InstanceNotFoundError } from '../errors/instance-not-found-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import type { InstanceMark } from './managed-instance.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud, type Step } from './testing/simulated-cloud.js';

const OPERATION = { operation: 'createInstance' };

/** A cloud with the machine `m-1`, which a process has made that is gone by now. */
async function simulate(visibilityWindowMs = 0) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs, latencyMs: 0 });
  const create = async (fields: Partial<InstanceSpec> = {}, signal?: AbortSignal) => {
    const creations = openCreations(cloud, clock);
    const startedAt = clock.now();
    const result = await clock.run(async () =>
      creations
        .create(await makeSpec(fields, clock.now()), { signal })
        .catch((error: unknown) => error),
    );
    expect(clock.sleeping).toBe(0);
    return { result, tookMs: clock.now() - startedAt };
  };
  await create();
  await clock.advance(60_000);
  const steps: Step[] = [];
  const on = (react: (step: Step) => void | Promise<void>) => {
    cloud.onStep = (step) => {
      if (step.moment === 'before') steps.push(step);
      return react(step);
    };
  };
  on(() => undefined);
  const mark = async (...marks: readonly InstanceMark[]) => {
    for (const name of marks) {
      await clock.run(() => cloud.markInstance('m-1', name, true, { operation: OPERATION }));
    }
    await clock.advance(visibilityWindowMs);
    steps.length = 0;
  };
  const count = (method: Step['method']) => steps.filter((step) => step.method === method).length;
  return { clock, cloud, create, on, mark, count };
}

describe.each([0, 10_000])('where reads lag by %d ms', (window) => {
  test('a machine of another spec is not marked', async () => {
    const { create, count } = await simulate(window);
    expect((await create({ size: 'large' })).result).toMatchObject({
      code: 'idempotency_conflict',
    });
    expect(count('markInstance')).toBe(0);
  });

  test('a machine that was adopted, and given up since, is marked again', async () => {
    const { create, mark, count } = await simulate(window);
    await mark('adopted', 'abandoned');
    expect((await create()).result).toMatchObject({ instanceId: 'm-1', reused: true });
    // Marked as adopted, and freed of the mark of a maker that does nothing more.
    expect(count('markInstance')).toBe(2);
  });

  test('a mark that cannot be set is an error that says so, and leaves the machine alone', async () => {
    const { cloud, create, on } = await simulate(window);
    on(({ method }) => {
      if (method === 'markInstance') throw new NetworkFailureError('No answer.', OPERATION);
    });
    const { result, tookMs } = await create();
    expect(result).toMatchObject({
      provider: 'acme',
      code: 'readiness_timeout',
      outcome: 'instance-exists',
      instanceId: 'm-1',
      idempotencyKey: 'job-7',
      message: expect.stringContaining('waited 60 s for its mark of adoption'),
    });
    expect(tookMs).toBe(60_000);
    expect(cloud.live).toEqual(['m-1']);
  });

  test('a machine that is gone when it is to be marked is replaced', async () => {
    const { cloud, create, on, count } = await simulate(window);
    on(({ method, moment }) => {
      const isFirst = count('markInstance') === 1;
      if (method === 'markInstance' && moment === 'before' && isFirst) cloud.end('m-1');
    });
    expect((await create()).result).toMatchObject({ instanceId: 'm-2', reused: false });
    expect(cloud.live).toEqual(['m-2']);
  });

  test('a machine that cannot be marked, because no request finds it, is not returned', async () => {
    const { cloud, create, on, count } = await simulate(window);
    on(({ method, moment }) => {
      if (method === 'markInstance' && moment === 'before') {
        throw new InstanceNotFoundError('No.', OPERATION);
      }
    });
    expect((await create()).result).toBeInstanceOf(Error);
    expect(count('launch')).toBe(0);
    // Where reads do not lag, it is gone when one request does not find it: once a round.
    if (window === 0) expect(count('markInstance')).toBe(20);
    expect(cloud.live).toEqual(['m-1']);
  });

  test('a machine that cannot be marked for the moment is marked later, in the same round', async () => {
    const { cloud, create, on, count } = await simulate(window);
    on(({ method, moment, call }) => {
      if (method !== 'markInstance' || moment === 'after' || count('markInstance') > 2) return;
      throw window === 0
        ? new NetworkFailureError('No answer.', OPERATION)
        : new InstanceNotFoundError('No.', call.operation);
    });
    expect((await create()).result).toMatchObject({ instanceId: 'm-1', reused: true });
    expect([count('markInstance'), count('findByKey')]).toEqual([3, 2]);
    expect(cloud.live).toEqual(['m-1']);
  });

  test('a machine that was given up for good and does not go is returned when nobody can be ending it', async () => {
    const { clock, create, mark } = await simulate(window);
    await mark('abandoned');
    const { result, tookMs } = await create();
    expect(result).toMatchObject({ instanceId: 'm-1', reused: true });
    // A second of rounding and the window, then the time of a clean-up and the window.
    const leastMs = 1_000 + window + 60_000 + window;
    expect(tookMs).toBeGreaterThanOrEqual(leastMs);
    expect(tookMs).toBeLessThan(leastMs + 6_000);
    // Who comes after does not wait for the maker again.
    await clock.advance(window);
    expect((await create()).tookMs).toBeLessThan(1_000 + window + 6_000);
  });

  test('a mark of a maker that is gone, and cannot be taken away, does not keep its machine from being returned', async () => {
    const { create, mark, on } = await simulate(window);
    await mark('abandoned');
    let marks = 0;
    on(({ method, moment }) => {
      if (method !== 'markInstance' || moment === 'after' || ++marks === 1) return;
      throw new NetworkFailureError('No answer.', OPERATION);
    });
    expect((await create()).result).toMatchObject({ instanceId: 'm-1', reused: true });
    expect(marks).toBe(2);
  });

  test('a mark that another change has undone is set again', async () => {
    const { cloud, create, count, on } = await simulate(window);
    on(({ method, moment }) => {
      if (method !== 'markInstance' || moment === 'before') return;
      on(() => undefined);
      return cloud.markInstance('m-1', 'adopted', false, { operation: OPERATION });
    });
    expect((await create()).result).toMatchObject({ instanceId: 'm-1', reused: true });
    expect(count('markInstance')).toBe(3);
  });

  test('a machine that was given up and then kept is returned when that shows', async () => {
    const { clock, cloud, create, mark } = await simulate(window);
    await mark('abandoned');
    const kept = clock
      .sleep(20_000)
      .then(() => cloud.markInstance('m-1', 'abandoned', false, { operation: OPERATION }));
    const { result, tookMs } = await create();
    await kept;
    expect(result).toMatchObject({ instanceId: 'm-1', reused: true });
    expect(tookMs).toBeGreaterThanOrEqual(20_000);
    expect(tookMs).toBeLessThan(20_000 + window + 6_000);
  });

  test('a machine that was given up and ends is replaced', async () => {
    const { clock, cloud, create, mark } = await simulate(window);
    await mark('abandoned');
    const ended = clock.sleep(20_000).then(() => cloud.end('m-1'));
    const { result } = await create();
    await ended;
    expect(result).toMatchObject({ instanceId: 'm-2', reused: false });
  });

  test('a machine that stops while it is adopted is ended and replaced', async () => {
    const { cloud, create, on } = await simulate(window);
    on(({ method, moment }) => {
      if (method === 'markInstance' && moment === 'after') cloud.stop('m-1');
    });
    expect((await create()).result).toMatchObject({ instanceId: 'm-2', reused: false });
    expect(cloud.live).toEqual(['m-2']);
  });
});

test('a machine whose lease ends while it is adopted is ended and replaced', async () => {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs: 10_000, latencyMs: 0 });
  const create = (fields: Partial<InstanceSpec> = {}) =>
    clock.run(async () => openCreations(cloud, clock).create(await makeSpec(fields, clock.now())));
  await create({ expiresAt: new Date(clock.now() + 60_000) });
  await clock.advance(60_000 - 11_000 - 5_000);
  expect(await create()).toMatchObject({ instanceId: 'm-2', reused: false });
  expect(cloud.live).toEqual(['m-2']);
});

test('who gives up while a machine is adopted is told that it exists', async () => {
  const { clock, cloud, create } = await simulate(10_000);
  const controller = new AbortController();
  const aborted = clock.sleep(5_000).then(() => controller.abort());
  const { result, tookMs } = await create({}, controller.signal);
  await aborted;
  expect(result).toMatchObject({
    code: 'aborted',
    outcome: 'instance-exists',
    instanceId: 'm-1',
    idempotencyKey: 'job-7',
  });
  expect(tookMs).toBe(5_000);
  expect(cloud.live).toEqual(['m-1']);
});

describe('where the machine was adopted before', () => {
  test('and reads do not lag, it is returned after one look-up and one read', async () => {
    const { create, mark, count } = await simulate(0);
    await mark('adopted');
    const { result, tookMs } = await create();
    expect(result).toMatchObject({ instanceId: 'm-1', reused: true });
    expect(tookMs).toBe(0);
    expect([count('findByKey'), count('readInstance'), count('markInstance')]).toEqual([1, 1, 0]);
  });

  test('and reads lag, it is looked at again once reads show whether it had ended', async () => {
    const { create, mark, count } = await simulate(10_000);
    await mark('adopted');
    const { result, tookMs } = await create();
    expect(result).toMatchObject({ instanceId: 'm-1', reused: true });
    expect(tookMs).toBe(11_000);
    expect([count('findByKey'), count('readInstance'), count('markInstance')]).toEqual([2, 2, 0]);
  });
});

describe('an adoption takes the window and the rounding of launch times', () => {
  test.each([
    ['of a second by default', { launchTimeResolutionMs: undefined }, 11_000],
    ['of what the cloud says', { launchTimeResolutionMs: 3_000 }, 13_000],
    ['of nothing, where no second machine can be', { refusesSecondWithKey: true }, 10_000],
  ])('%s', async (_, properties, expectedMs) => {
    const { cloud, create } = await simulate(10_000);
    Object.assign(cloud, properties);
    const { result, tookMs } = await create();
    expect(result).toMatchObject({ instanceId: 'm-1', reused: true });
    expect(tookMs).toBe(expectedMs);
  });
});
