import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { CapacityUnavailableError } from '../errors/capacity-unavailable-error.js';
import { LaunchTakenError } from './creation-cloud.js';
import { InstanceCreations } from './instance-creations.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud, type SimulatedCloudOptions } from './testing/simulated-cloud.js';

const OPERATION = { operation: 'createInstance' };

/** A creation whose create requests fail with what `refuse` makes of their plan. */
async function create(
  options: SimulatedCloudOptions,
  refuse: (plan: string, earlier: number) => Error | undefined,
) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, options);
  cloud.onStep = ({ method, moment }) => {
    if (method !== 'launch' || moment !== 'before') return;
    const error = refuse(cloud.launches.at(-1)?.plan ?? '', cloud.launches.length - 1);
    if (error !== undefined) throw error;
  };
  const creations = new InstanceCreations(cloud, {
    provider: 'acme',
    clock,
    backoff: { random: () => 0 },
  });
  const startedAt = clock.now();
  const result = await clock.run(async () =>
    creations.create(await makeSpec()).catch((error: unknown) => error),
  );
  return { result, cloud, tookMs: clock.now() - startedAt };
}

const soldOut = (plan: string) =>
  new CapacityUnavailableError(`acme: ${plan} is sold out.`, {
    ...OPERATION,
    providerCode: `no_${plan}`,
    requestId: `request-${plan}`,
    retryAfterMs: plan.length * 1_000,
  });

describe('without capacity', () => {
  test('a creation that nothing fits says so, and what to do', async () => {
    const { result, cloud } = await create({ plans: [] }, () => undefined);
    expect(result).toMatchObject({
      code: 'capacity_unavailable',
      provider: 'acme',
      outcome: 'no-instance',
      idempotencyKey: 'job-7',
      message:
        'acme: createInstance failed: there is nothing that fits the spec. Try another region or size.',
    });
    expect(cloud.launches).toEqual([]);
  });

  test('a creation with one way to go is told the refusal as it is', async () => {
    const { result } = await create({ plans: ['first'] }, soldOut);
    expect(result).toMatchObject({
      code: 'capacity_unavailable',
      provider: 'acme',
      outcome: 'no-instance',
      idempotencyKey: 'job-7',
      message: 'acme: first is sold out.',
      providerCode: 'no_first',
      requestId: 'request-first',
    });
    expect(result).not.toHaveProperty('cause');
  });

  test('a creation with several ways is told how many were refused, and the last refusal', async () => {
    const { result } = await create({ plans: ['first', 'second', 'third'] }, soldOut);
    expect(result).toMatchObject({
      code: 'capacity_unavailable',
      provider: 'acme',
      outcome: 'no-instance',
      idempotencyKey: 'job-7',
      message:
        'acme: createInstance failed: all 3 ways to make the machine were refused, the last one so: acme: third is sold out.',
      providerCode: 'no_third',
      requestId: 'request-third',
      retryAfterMs: 5_000,
      cause: {
        message: 'Every way to make the machine was refused.',
        errors: [
          { message: 'acme: first is sold out.' },
          { message: 'acme: second is sold out.' },
          { message: 'acme: third is sold out.' },
        ],
      },
    });
  });
});

describe('a name or token that stays taken by nothing of use', () => {
  const taken = () => new LaunchTakenError('Taken.');

  test.each([0, 10_000])(
    'is tried in 21 generations, where reads lag by %d ms, and then told as what it is',
    async (visibilityWindowMs) => {
      const { result, cloud } = await create({ visibilityWindowMs }, taken);
      expect(result).toMatchObject({
        code: 'network_failure',
        provider: 'acme',
        outcome: 'no-instance',
        idempotencyKey: 'job-7',
        message:
          'acme: createInstance failed: what the idempotency key stands for at the cloud is still in use by a machine that has ended. Try again later, or use another key.',
        cause: { name: 'LaunchTakenError', message: 'Taken.' },
      });
      expect(cloud.launches.map(({ generation }) => generation)).toEqual(
        Array.from({ length: 21 }, (_, generation) => generation),
      );
    },
  );

  test('is waited for where reads do not lag, longer and longer', async () => {
    const { tookMs } = await create({ visibilityWindowMs: 0, latencyMs: 0 }, taken);
    // The lower halves of 1, 2 and 4 s, and of seventeen times 5 s.
    expect(tookMs).toBe(46_000);
  });

  test('costs no wait where the look-up was one', async () => {
    const { tookMs } = await create({ visibilityWindowMs: 10_000, latencyMs: 0 }, taken);
    expect(tookMs).toBe(210_000);
  });

  test('keeps its generation for the next plan', async () => {
    const { cloud } = await create({ plans: ['first', 'second'] }, (plan, earlier) => {
      if (earlier === 0) return taken();
      return plan === 'first' ? soldOut(plan) : undefined;
    });
    expect(cloud.launches.map(({ plan, generation }) => [plan, generation])).toEqual([
      ['first', 0],
      ['first', 1],
      ['second', 1],
    ]);
  });
});

test('a create request carries whose it is, and claims no outcome yet', async () => {
  const { cloud } = await create({}, () => undefined);
  expect(cloud.launches[0]?.operation).toEqual({
    provider: 'acme',
    operation: 'createInstance',
    idempotencyKey: 'job-7',
  });
  expect(cloud.launches[0]?.creator).toMatch(/^[0-9a-f]{12}$/);
});

test('a defect in a create request is told as it is', async () => {
  const defect = new TypeError('a defect');
  const { result } = await create({ plans: ['first', 'second'] }, () => defect);
  expect(result).toBe(defect);
});

test('who gives up while a request is refused has no other one made', async () => {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { plans: ['first', 'second'] });
  const controller = new AbortController();
  cloud.onStep = ({ method, moment }) => {
    if (method !== 'launch' || moment !== 'before') return;
    controller.abort();
    throw soldOut('first');
  };
  const creations = openCreations(cloud, clock);
  const result = await clock.run(async () =>
    creations
      .create(await makeSpec(), { signal: controller.signal })
      .catch((error: unknown) => error),
  );
  expect(result).toMatchObject({ code: 'aborted', outcome: 'no-instance' });
  expect(cloud.launches).toHaveLength(1);
});
