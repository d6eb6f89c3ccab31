import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { InstanceSpec } from '../contract/instance-spec.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud, type Step } from './testing/simulated-cloud.js';

const OPERATION = { operation: 'createInstance' };
const WINDOW = 10_000;

/** A creation whose first create request times out, while another process makes a machine with the key. */
function simulate(otherFields: Partial<InstanceSpec> = {}) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { visibilityWindowMs: WINDOW, latencyMs: 0 });
  const controller = new AbortController();
  let react: (step: Step) => void | Promise<void> = () => undefined;
  cloud.onStep = async (step) => {
    if (step.method === 'launch' && step.moment === 'before' && cloud.launches.length === 1) {
      const other = { operation: OPERATION, creator: 'other', generation: 0 };
      await cloud.launch(await makeSpec(otherFields), 'first', other);
      throw new NetworkFailureError('acme: createInstance had no answer in time.', {
        ...OPERATION,
        outcome: 'unknown',
      });
    }
    await react(step);
  };
  const on = (reaction: typeof react) => {
    react = reaction;
  };
  const create = () =>
    clock.run(async () =>
      openCreations(cloud, clock)
        .create(await makeSpec(), { signal: controller.signal })
        .catch((error: unknown) => error),
    );
  return { clock, cloud, controller, on, create };
}

describe('after a create request that timed out, while another call made a machine', () => {
  test('that one is adopted', async () => {
    const { cloud, create } = simulate();
    expect(await create()).toMatchObject({ instanceId: 'm-1', reused: true });
    expect(cloud.live).toEqual(['m-1']);
  });

  test('whose spec is another, the conflict says that there may be a machine', async () => {
    const { create } = simulate({ size: 'large' });
    expect(await create()).toMatchObject({
      code: 'idempotency_conflict',
      outcome: 'unknown',
      idempotencyKey: 'job-7',
      message: expect.stringMatching(
        /a live machine with another spec.* A create request timed out, and may still be carried out: listInstances\(\{ idempotencyKey \}\) shows its machine\.$/,
      ),
    });
  });

  test('who gives up before it is adopted is told that there may be one', async () => {
    const { cloud, controller, on, create } = simulate();
    on(({ method, moment }) => {
      const isLate = cloud.launches.length > 0;
      if (method === 'findByKey' && moment === 'after' && isLate) controller.abort();
    });
    expect(await create()).toMatchObject({
      code: 'aborted',
      provider: 'acme',
      outcome: 'unknown',
      idempotencyKey: 'job-7',
      message: 'acme: createInstance was aborted by its caller.',
    });
  });

  test('who gives up while it is adopted is told that there may be another one', async () => {
    const { controller, on, create } = simulate();
    on(({ method }) => {
      if (method === 'markInstance') controller.abort();
    });
    expect(await create()).toMatchObject({
      code: 'aborted',
      outcome: 'unknown',
      idempotencyKey: 'job-7',
      message:
        'acme: createInstance of m-1 was aborted by its caller. A create request timed out, and may still be carried out: use the same key again, which finds its machine.',
    });
  });

  test('a defect stays what it is', async () => {
    const { on, create } = simulate();
    const defect = new TypeError('a defect');
    on(({ method }) => {
      if (method === 'markInstance') throw defect;
    });
    expect(await create()).toBe(defect);
  });
});
