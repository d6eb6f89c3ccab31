import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { InstanceSpec } from '../contract/instance-spec.js';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import type { Operation } from '../plugin/operation.js';
import type { ManagedInstance } from './managed-instance.js';
import { makeSpec } from './testing/make-spec.js';
import { openCreations } from './testing/open-creations.js';
import { SimulatedCloud } from './testing/simulated-cloud.js';

/** A creation whose machine, once it is made, reads as `change` makes it. */
async function createReading(change: (instance: ManagedInstance) => ManagedInstance | undefined) {
  return create((cloud) => {
    const read = cloud.readInstance.bind(cloud);
    cloud.readInstance = async (instanceId, call) => {
      const instance = await read(instanceId, call);
      if (instance.state === 'terminated') return instance;
      return change(instance) ?? read('m-unknown', call);
    };
  });
}

async function create(
  prepare: (cloud: SimulatedCloud) => void,
  fields: Partial<InstanceSpec> = {},
) {
  const clock = new VirtualClock();
  const cloud = new SimulatedCloud(clock);
  prepare(cloud);
  const creations = openCreations(cloud, clock);
  const error = await clock.run(async () =>
    creations.create(await makeSpec(fields)).catch((thrown: unknown) => thrown),
  );
  return { error, cloud };
}

const WITHOUT_KEY = { idempotencyKey: undefined };

const known = {
  provider: 'acme',
  operation: 'createInstance',
  idempotencyKey: 'job-7',
  instanceId: 'm-1',
  outcome: 'no-instance',
} as const;

describe('a machine that came to its end before it had an address', () => {
  test.each<[string, (instance: ManagedInstance) => ManagedInstance | undefined]>([
    ['vanished before it could be returned', () => undefined],
    ['stopped before it could be returned', (instance) => ({ ...instance, state: 'stopped' })],
    ['ended before it could be returned', (instance) => ({ ...instance, state: 'terminated' })],
    [
      'stopped before it could be returned (no money)',
      (instance) => ({ ...instance, state: 'stopped', reason: 'no money' }),
    ],
    [
      'ended before it could be returned (spot reclaimed)',
      (instance) => ({ ...instance, state: 'terminated', reason: 'spot reclaimed' }),
    ],
  ])('has %s', async (what, change) => {
    const { error } = await createReading(change);
    expect(error).toMatchObject({
      ...known,
      code: 'capacity_unavailable',
      message: `acme: createInstance of m-1 failed: the machine ${what}. Try again.`,
    });
  });

  test('is explained by its cloud where that can', async () => {
    const told: [ManagedInstance, Operation][] = [];
    const { error } = await create((cloud) => {
      cloud.onStep = ({ method, instanceId }) => {
        if (method === 'confirmLaunch' && instanceId !== undefined) cloud.stop(instanceId);
      };
      Object.assign(cloud, {
        explainEnd: (instance: ManagedInstance, operation: Operation) => {
          told.push([instance, operation]);
          return new NetworkFailureError('acme: the host has failed.', operation);
        },
      });
    });
    expect(error).toMatchObject({
      ...known,
      code: 'network_failure',
      message: 'acme: the host has failed.',
    });
    expect(told).toMatchObject([[{ instanceId: 'm-1', state: 'stopped' }, known]]);
  });

  test('is explained by us where its cloud has forgotten it', async () => {
    const { error } = await create((cloud) => {
      cloud.onStep = ({ method, moment, instanceId }) => {
        if (method === 'confirmLaunch' && moment === 'after' && instanceId !== undefined) {
          cloud.readInstance = (_, call) =>
            SimulatedCloud.prototype.readInstance.call(cloud, 'm-unknown', call);
        }
      };
      Object.assign(cloud, { explainEnd: () => new NetworkFailureError('Explained.', known) });
    });
    expect(error).toMatchObject({
      code: 'capacity_unavailable',
      message: expect.stringContaining('vanished'),
    });
  });
});

describe('a machine that a creation without a key has made', () => {
  test('is ended with a failure that says no more than it knows', async () => {
    const marks: string[] = [];
    const { error, cloud } = await create((simulated) => {
      simulated.onStep = ({ method, moment }) => {
        if (method === 'markInstance') marks.push(method);
        if (method !== 'confirmLaunch' || moment !== 'before') return;
        throw new NetworkFailureError('acme: the action failed.', { operation: 'createInstance' });
      };
    }, WITHOUT_KEY);
    expect(error).toMatchObject({
      outcome: 'no-instance',
      instanceId: 'm-1',
      idempotencyKey: expect.any(String),
      message: 'acme: the action failed.',
    });
    expect(cloud.live).toEqual([]);
    // Nobody else can know its key, so nobody can have adopted it.
    expect(marks).toEqual([]);
  });

  test('is ended also after an error that is none of ours, which stays what it is', async () => {
    const defect = new TypeError('a defect');
    const { error, cloud } = await create((simulated) => {
      simulated.onStep = ({ method, moment }) => {
        if (method === 'confirmLaunch' && moment === 'before') throw defect;
      };
    }, WITHOUT_KEY);
    expect(error).toBe(defect);
    expect(cloud.live).toEqual([]);
  });
});
