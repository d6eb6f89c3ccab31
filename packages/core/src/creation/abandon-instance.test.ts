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
const TIMEOUT = 60_000;

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
    const answer = await clock.run(() => abandonInstance(by, 'm-1', options));
    expect(clock.sleeping).toBe(0);
    return { answer, tookMs: clock.now() - startedAt };
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
    answer: 'free',
    tookMs: 0,
  });
  expect(steps).toEqual([]);
});

describe.each([0, 10_000])('where reads lag by %d ms', (window) => {
  test('a machine that nobody has adopted is marked, and looked at once reads show an adoption', async () => {
    const { clock, steps, abandon, read } = await simulate(window);
    expect(await abandon()).toEqual({ answer: 'free', tookMs: window });
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
    expect(await abandon()).toEqual({ answer: 'adopted', tookMs: 0 });
    expect(steps).toEqual(['markInstance', 'readInstance', 'markInstance']);
    await clock.advance(window);
    expect(await read()).toMatchObject({ adopted: true, abandoned: false });
  });

  test('a machine that was adopted just before stays', async () => {
    const { mark, abandon } = await simulate(window);
    await mark('adopted');
    expect(await abandon()).toEqual({ answer: 'adopted', tookMs: window });
  });

  test('a machine that was adopted stays although its maker cannot mark it', async () => {
    const { clock, steps, on, mark, abandon } = await simulate(window);
    await mark('adopted');
    await clock.advance(window);
    steps.length = 0;
    on(({ method, moment }) => {
      if (method === 'markInstance' && moment === 'before') {
        throw new NetworkFailureError('Locked.', operation);
      }
    });
    expect(await abandon()).toEqual({ answer: 'adopted', tookMs: 0 });
    expect(steps).toEqual(['markInstance', 'readInstance', 'markInstance']);
  });

  test.each(['markInstance', 'readInstance'] as const)(
    'a %s that is not answered leaves time for an answer',
    async (hanging) => {
      const { steps, on, mark, abandon } = await simulate(window);
      await mark('adopted');
      steps.length = 0;
      on(async ({ method, moment }) => {
        if (method !== hanging || moment === 'after') return;
        on(() => undefined);
        await new Promise(() => undefined);
      });
      const { answer, tookMs } = await abandon();
      expect(answer).toBe('adopted');
      expect(tookMs).toBeGreaterThanOrEqual(10_000);
      expect(tookMs).toBeLessThanOrEqual(11_000 + window);
      expect(steps.filter((step) => step === hanging).length).toBeGreaterThan(1);
    },
  );

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
    expect(await abandon()).toMatchObject({ answer: 'adopted' });
    expect(steps).toHaveLength(3);
  });

  test('what fails for the moment is tried again; the machine is not marked twice', async () => {
    const { clock, steps, on, mark, abandon } = await simulate(window);
    await mark('adopted');
    await clock.advance(window);
    steps.length = 0;
    on(({ moment }) => {
      const fails = steps.length === 1 || steps.length === 2 || steps.length === 4;
      if (fails && moment === 'before') throw new NetworkFailureError('No answer.', operation);
    });
    expect(await abandon()).toMatchObject({ answer: 'adopted' });
    expect(steps).toEqual([
      'markInstance',
      'readInstance',
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
    expect(await abandon()).toEqual({ answer: 'free', tookMs: 0 });
    expect(steps).toEqual(['markInstance']);
  });

  test('is looked for as long as it may be hidden', async () => {
    const { on, steps, abandon } = await simulate(10_000);
    on(() => {
      throw notFound();
    });
    const { answer, tookMs } = await abandon();
    expect(answer).toBe('free');
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
    expect(await abandon()).toMatchObject({ answer: 'adopted' });
  });
});

describe('a cloud that cannot be asked', () => {
  test('for the whole time leaves it untold, and says why', async () => {
    const { on, abandon } = await simulate(10_000);
    on(() => {
      throw new NetworkFailureError('No answer.', operation);
    });
    expect(await abandon()).toEqual({
      answer: {
        untold: expect.objectContaining({
          code: 'readiness_timeout',
          outcome: 'instance-exists',
          instanceId: 'm-1',
          message:
            'acme: createInstance of m-1 waited 60 s for whether another call has the machine, which did not come. Try again, or allow more time.',
          cause: expect.objectContaining({ message: 'No answer.' }),
        }),
      },
      tookMs: TIMEOUT,
    });
  });

  test('by requests that are not answered leaves it untold', async () => {
    const { on, abandon } = await simulate();
    on(() => new Promise(() => undefined));
    expect(await abandon()).toEqual({
      answer: {
        untold: expect.objectContaining({
          cause: expect.objectContaining({
            code: 'network_failure',
            message: 'acme: createInstance of m-1 had no answer in time.',
            cause: expect.objectContaining({ name: 'TimeoutError' }),
          }),
        }),
      },
      tookMs: TIMEOUT,
    });
  });

  test.each([0, 10_000])('for its mark leaves it untold, with a lag of %d ms', async (lag) => {
    const { on, abandon } = await simulate(lag);
    on(({ method }) => {
      if (method === 'markInstance') throw new NetworkFailureError('Locked.', operation);
    });
    expect(await abandon()).toMatchObject({ answer: { untold: {} }, tookMs: TIMEOUT });
  });

  test.each([0, 10_000])(
    'for its mark for good leaves the machine to be ended, once reads show an adoption, with a lag of %d ms',
    async (lag) => {
      const { on, steps, abandon } = await simulate(lag);
      on(({ method }) => {
        if (method === 'markInstance') throw new InvalidCredentialsError('Not allowed.', operation);
      });
      expect(await abandon()).toEqual({ answer: 'free', tookMs: lag });
      const reads = lag === 0 ? ['readInstance'] : ['readInstance', 'readInstance'];
      expect(steps).toEqual(['markInstance', ...reads]);
    },
  );

  test('for its mark for good does not end a machine that was adopted just before', async () => {
    const { on, mark, abandon } = await simulate(10_000);
    await mark('adopted');
    on(({ method }) => {
      if (method === 'markInstance') throw new InvalidCredentialsError('Not allowed.', operation);
    });
    expect(await abandon()).toEqual({ answer: 'adopted', tookMs: 10_000 });
  });

  test('once the machine is marked leaves it untold, where reads lag', async () => {
    const { steps, on, abandon } = await simulate(10_000);
    on(({ method, moment }) => {
      const isLate = method === 'readInstance' && steps.length > 2;
      if (isLate && moment === 'before') throw new NetworkFailureError('No answer.', operation);
    });
    expect(await abandon()).toMatchObject({ answer: { untold: {} }, tookMs: TIMEOUT });
  });

  test('for good leaves it untold at once', async () => {
    const { on, steps, abandon } = await simulate(10_000);
    const revoked = new InvalidCredentialsError('Revoked.', operation);
    on(() => {
      throw revoked;
    });
    expect(await abandon()).toEqual({ answer: { untold: revoked }, tookMs: 0 });
    expect(steps).toEqual(['markInstance', 'readInstance']);
  });

  test('before the window is over is asked once more, however late its answer comes', async () => {
    const { clock, steps, on, mark, abandon } = await simulate(3_000);
    await mark('adopted');
    await clock.advance(100);
    steps.length = 0;
    on(async ({ method, moment }) => {
      // Shows what was before the adoption, and is on its way until the window is over.
      if (method === 'readInstance' && moment === 'after' && steps.length === 2) {
        await clock.sleep(3_500);
      }
    });
    expect(await abandon()).toEqual({ answer: 'adopted', tookMs: 3_500 });
  });
});
