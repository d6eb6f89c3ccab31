import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { InvalidCredentialsError } from '../errors/invalid-credentials-error.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud, type Step } from './testing/simulated-cloud.js';

const OPERATION = { operation: 'createInstance' };

/** A cloud on which the machine of a process that is gone by now is launched just before that of the creation. */
function simulate() {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { latencyMs: 0, visibilityWindowMs: 10_000 });
  let react: (step: Step) => void | Promise<void> = () => undefined;
  let first = true;
  cloud.onStep = async (step) => {
    if (step.method === 'plan' && step.moment === 'after' && first) {
      first = false;
      const launch = { operation: OPERATION, creator: 'other', generation: 0 };
      await cloud.launch(await makeSpec(), 'first', launch);
      await clock.sleep(2_000);
    }
    await react(step);
  };
  const on = (reaction: typeof react) => {
    react = reaction;
  };
  const create = (signal?: AbortSignal) =>
    clock.run(async () =>
      openCreations(cloud, clock)
        .create(await makeSpec(), { signal })
        .catch((error: unknown) => error),
    );
  return { clock, cloud, create, on };
}

test('who was second ends its own machine, and takes the other', async () => {
  const { cloud, create } = simulate();
  expect(await create()).toMatchObject({ instanceId: 'm-1', reused: true, warnings: [] });
  expect(cloud.launches).toHaveLength(2);
  expect(cloud.live).toEqual(['m-1']);
});

test('who was second, and whose machine was ended for that before it had an address, takes the other', async () => {
  const { cloud, create, on } = simulate();
  on(({ method, moment, instanceId }) => {
    if (method === 'confirmLaunch' && moment === 'after') cloud.end(instanceId ?? '');
  });
  expect(await create()).toMatchObject({ instanceId: 'm-1', reused: true });
  expect(cloud.launches).toHaveLength(2);
  expect(cloud.live).toEqual(['m-1']);
});

describe('who was second and cannot end its machine', () => {
  test.each([
    ['for the moment', new NetworkFailureError('No answer.', OPERATION), 'readiness_timeout'],
    ['for good', new InvalidCredentialsError('Revoked.', OPERATION), 'invalid_credentials'],
  ])('%s, is told which one it is', async (_, failure, code) => {
    const { cloud, create, on } = simulate();
    on(({ method, instanceId }) => {
      if (method === 'requestEnd' && instanceId === 'm-2') throw failure;
    });
    expect(await create()).toMatchObject({
      code,
      outcome: 'instance-exists',
      instanceId: 'm-2',
      idempotencyKey: 'job-7',
      message: expect.stringContaining(
        'The machine m-2 exists, because it could not be ended: use the same key again, or end it with terminateInstance().',
      ),
    });
    expect(cloud.live).toEqual(['m-1', 'm-2']);
  });
});

test('who gives up a machine that another call has taken is told that it stays, and why', async () => {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock, { latencyMs: 0 });
  const controller = new AbortController();
  cloud.onStep = async ({ method, moment, instanceId }) => {
    if (method !== 'confirmLaunch' || moment === 'before' || instanceId === undefined) return;
    await cloud.markInstance(instanceId, 'adopted', true, { operation: OPERATION });
    controller.abort();
  };
  const creations = openCreations(cloud, clock);
  const startedAt = clock.now();
  const error = await clock.run(async () =>
    creations
      .create(await makeSpec(), { signal: controller.signal })
      .catch((thrown: unknown) => thrown),
  );
  expect(error).toMatchObject({
    code: 'aborted',
    outcome: 'instance-exists',
    instanceId: 'm-1',
    idempotencyKey: 'job-7',
    message:
      'acme: createInstance of m-1 was aborted by its caller. The machine m-1 exists, because another call with the same key has it.',
  });
  expect(clock.now() - startedAt).toBe(0);
  expect(cloud.live).toEqual(['m-1']);

  // It has not given the machine up, so another call of the same process takes it without more ado.
  cloud.onStep = ({ method }) => {
    if (method === 'markInstance') throw new Error('It was marked once more.');
  };
  const again = await clock.run(async () => creations.create(await makeSpec()));
  expect(again).toMatchObject({ instanceId: 'm-1', reused: true });
});
