import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { InvalidCredentialsError } from '../errors/invalid-credentials-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud, type Step } from './testing/simulated-cloud.js';

function simulate(visibilityWindowMs = 10_000) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs });
  const open = () => openCreations(cloud, clock);
  const creations = open();
  const create = async (signal: AbortSignal, by = creations) =>
    by.create(await makeSpec(), { signal }).catch((error: unknown) => error);
  return { clock, cloud, open, creations, create };
}

describe.each([0, 10_000])('an abort, where reads lag by %d ms', (visibilityWindowMs) => {
  test('at any time leaves no machine', async () => {
    let succeeded = 0;
    for (let at = 0; at < 20_000; at += 50) {
      const { clock, cloud, create } = simulate(visibilityWindowMs);
      const controller = new AbortController();
      const [result] = await clock.run(() =>
        Promise.all([create(controller.signal), clock.sleep(at).then(() => controller.abort())]),
      );
      if (result instanceof Error) {
        expect(result, `after ${at} ms`).toBeInstanceOf(OperationAbortedError);
        expect(result).toMatchObject({ outcome: 'no-instance', idempotencyKey: 'job-7' });
        expect(cloud.live, `after ${at} ms`).toEqual([]);
      } else {
        succeeded++;
        expect(cloud.live).toEqual(['m-1']);
      }
      expect(clock.sleeping, `after ${at} ms`).toBe(0);
    }
    expect(succeeded).toBeGreaterThan(0);
    expect(succeeded).toBeLessThan(400);
  });

  test('of a call that adopts leaves the machine alone', async () => {
    for (let at = 0; at < 20_000; at += 250) {
      const { clock, cloud, create, open } = simulate(visibilityWindowMs);
      await clock.run(() => create(new AbortController().signal));
      const controller = new AbortController();
      await clock.run(() =>
        Promise.all([
          create(controller.signal, open()),
          clock.sleep(at).then(() => controller.abort()),
        ]),
      );
      expect(cloud.live, `after ${at} ms`).toEqual(['m-1']);
    }
  });
});

test('a create request in flight is not cut', async () => {
  const { clock, cloud, create } = simulate();
  const controller = new AbortController();
  const finished: string[] = [];
  cloud.onStep = ({ method, moment }) => {
    if (method !== 'launch') return;
    if (moment === 'before') controller.abort();
    finished.push(moment);
  };
  expect(await clock.run(() => create(controller.signal))).toMatchObject({
    code: 'aborted',
    outcome: 'no-instance',
    instanceId: 'm-1',
  });
  expect(finished).toEqual(['before', 'after']);
  expect(cloud.live).toEqual([]);
});

test('a lost answer is settled for a caller who has given up too', async () => {
  const { clock, cloud, create } = simulate();
  const controller = new AbortController();
  cloud.onStep = ({ method, moment }) => {
    if (method !== 'launch' || moment === 'before') return;
    controller.abort();
    throw new NetworkFailureError('No answer.', { operation: 'createInstance' });
  };
  expect(await clock.run(() => create(controller.signal))).toMatchObject({
    code: 'aborted',
    outcome: 'no-instance',
  });
  expect(cloud.live).toEqual([]);
});

describe('calls with one key', () => {
  test('share one creation, which goes on when one of them gives up', async () => {
    const { clock, cloud, create } = simulate();
    const controller = new AbortController();
    const [given, kept] = await clock.run(() =>
      Promise.all([
        create(controller.signal),
        create(new AbortController().signal),
        clock.sleep(2_000).then(() => controller.abort()),
      ]),
    );
    expect(given).toMatchObject({ code: 'aborted', outcome: 'instance-exists', instanceId: 'm-1' });
    expect(kept).toMatchObject({ instanceId: 'm-1' });
    expect(cloud.launches).toHaveLength(1);
    expect(cloud.live).toEqual(['m-1']);
  });

  test('that all give up leave no machine', async () => {
    const { clock, cloud, create } = simulate();
    const controller = new AbortController();
    const results = await clock.run(() =>
      Promise.all([
        create(controller.signal),
        create(controller.signal),
        clock.sleep(2_000).then(() => controller.abort()),
      ]),
    );
    expect(results).toMatchObject([
      { outcome: 'no-instance' },
      { outcome: 'no-instance' },
      undefined,
    ]);
    expect(cloud.live).toEqual([]);
  });
});

describe('a machine that must go', () => {
  test('is ended in spite of failures for the moment', async () => {
    const { clock, cloud, create } = simulate();
    let failures = 0;
    const controller = abortOnConfirm(cloud, ({ method, moment }) => {
      if (method !== 'requestEnd' || moment !== 'before' || failures++ > 3) return;
      throw new NetworkFailureError('No answer.', { operation: 'createInstance' });
    });
    expect(await clock.run(() => create(controller.signal))).toMatchObject({
      code: 'aborted',
      outcome: 'no-instance',
    });
    expect(cloud.live).toEqual([]);
  });

  test.each([
    ['the cloud cannot be reached', NetworkFailureError, 60_000],
    ['the credentials have been revoked', InvalidCredentialsError, 0],
  ])('and cannot, because %s, is named in the error', async (_, Failure, atLeastMs) => {
    const { clock, cloud, create } = simulate();
    const controller = abortOnConfirm(cloud, ({ method }) => {
      if (method === 'requestEnd') throw new Failure('No.', { operation: 'createInstance' });
    });
    const startedAt = clock.now();
    const error = await clock.run(() => create(controller.signal));
    expect(error).toMatchObject({
      code: 'aborted',
      outcome: 'instance-exists',
      instanceId: 'm-1',
      idempotencyKey: 'job-7',
    });
    expect(String(error)).toContain('m-1');
    expect(String(error)).not.toContain('no machine is left behind');
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(atLeastMs);
    expect(clock.now() - startedAt).toBeLessThan(75_000);
    expect(clock.sleeping).toBe(0);
    expect(cloud.live).toEqual(['m-1']);
  });
});

/** Aborts when the launch is confirmed; from then on `then` is told of each step. */
function abortOnConfirm(cloud: SimulatedCloud, then: (step: Step) => void): AbortController {
  const controller = new AbortController();
  cloud.onStep = (step) => {
    if (step.method === 'confirmLaunch') controller.abort();
    then(step);
  };
  return controller;
}
