import {
  CapacityUnavailableError,
  InstanceNotFoundError,
  type InstanceSpec,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
} from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { MockProvider } from './mock-provider.js';

const small: InstanceSpec = { size: 'small', architecture: 'amd64' };
const keyed: InstanceSpec = { ...small, idempotencyKey: 'build-17' };

describe('failNext', () => {
  it('fails the next call once, before its effect', async () => {
    const mock = new MockProvider();
    expect(mock.failNext).toBe(false);
    mock.failNext = true;
    const failed = mock.createInstance(keyed);
    await expect(failed).rejects.toBeInstanceOf(NetworkFailureError);
    await expect(failed).rejects.toMatchObject({
      outcome: 'no-instance',
      idempotencyKey: 'build-17',
      retryable: true,
    });
    expect(mock.failNext).toBe(false);
    expect(mock.instances).toEqual([]);
    expect(await mock.createInstance(keyed)).toMatchObject({ reused: false });
  });

  it.each<[string, (mock: MockProvider) => Promise<unknown>]>([
    ['getInstanceStatus', (mock) => mock.getInstanceStatus('mock-000001')],
    ['getInstanceStatuses', (mock) => mock.getInstanceStatuses(['mock-000001'])],
    ['terminateInstance', (mock) => mock.terminateInstance('mock-000001')],
    ['validateCredentials', (mock) => mock.validateCredentials()],
    ['listInstances', (mock) => mock.listInstances().next()],
    ['setExpiry', (mock) => mock.setExpiry('mock-000001', new Date(0))],
  ])('fails %s', async (operation, call) => {
    const mock = new MockProvider();
    await mock.createInstance(small);
    const before = mock.instances;
    mock.failNext = true;
    await expect(call(mock)).rejects.toMatchObject({ code: 'network_failure', operation });
    expect(mock.instances).toEqual(before);
    await call(mock);
  });

  it('is not used up by a call with invalid input, or one that was aborted before', async () => {
    const mock = new MockProvider();
    mock.failNext = true;
    await expect(mock.getInstanceStatus('nonsense')).rejects.toBeInstanceOf(InvalidInputError);
    await expect(mock.createInstance(small, { signal: AbortSignal.abort() })).rejects.toMatchObject(
      { code: 'aborted' },
    );
    expect(mock.failNext).toBe(true);
  });

  it('can be taken back', async () => {
    const mock = new MockProvider();
    mock.failNext = true;
    mock.failNext = false;
    await mock.validateCredentials();
  });
});

describe('quotaExceeded', () => {
  it('refuses to launch while it is set', async () => {
    const mock = new MockProvider();
    mock.quotaExceeded = true;
    for (let attempt = 0; attempt < 2; attempt++) {
      const failed = mock.createInstance(keyed);
      await expect(failed).rejects.toBeInstanceOf(QuotaExceededError);
      await expect(failed).rejects.toMatchObject({
        code: 'quota_exceeded',
        retryable: false,
        outcome: 'no-instance',
        idempotencyKey: 'build-17',
      });
    }
    expect(mock.quotaExceeded).toBe(true);
    mock.quotaExceeded = false;
    expect(await mock.createInstance(keyed)).toMatchObject({ instanceId: 'mock-000001' });
  });

  it('leaves what needs no launch alone', async () => {
    const mock = new MockProvider();
    await mock.createInstance(keyed);
    mock.quotaExceeded = true;
    expect(await mock.createInstance(keyed)).toMatchObject({ reused: true });
    await mock.getInstanceStatus('mock-000001');
    await mock.terminateInstance('mock-000001');
  });
});

describe('a control that is on or off', () => {
  it.each(['failNext', 'quotaExceeded', 'capacityUnavailable', 'spotUnavailable'] as const)(
    '%s takes nothing but true and false',
    (control) => {
      const mock = new MockProvider();
      for (const given of ['false', {}, 1, undefined, null]) {
        const set = () => Object.assign(mock, { [control]: given });
        expect(set).toThrow(InvalidInputError);
        expect(set).toThrow(
          expect.objectContaining({
            issues: [{ path: control, message: 'must be true or false' }],
          }),
        );
      }
      expect(mock[control]).toBe(false);
    },
  );
});

describe('capacityUnavailable', () => {
  it('refuses to launch while it is set', async () => {
    const mock = new MockProvider();
    mock.capacityUnavailable = true;
    expect(mock.capacityUnavailable).toBe(true);
    const failed = mock.createInstance(keyed);
    await expect(failed).rejects.toBeInstanceOf(CapacityUnavailableError);
    await expect(failed).rejects.toMatchObject({
      retryable: true,
      outcome: 'no-instance',
      idempotencyKey: 'build-17',
    });
    mock.capacityUnavailable = false;
    expect(await mock.createInstance(keyed)).toMatchObject({ reused: false });
  });
});

describe('spot', () => {
  const spotSpec: InstanceSpec = { ...keyed, spotInstance: true };

  it('is ignored with a warning, also when the instance is found again', async () => {
    const warned: unknown[] = [];
    const ignore = () => undefined;
    const logger = {
      debug: ignore,
      info: ignore,
      warn: (...line: unknown[]) => warned.push(line),
      error: ignore,
    };
    const mock = new MockProvider({}, { logger });
    for (const reused of [false, true]) {
      expect(await mock.createInstance(spotSpec)).toMatchObject({
        spotInstance: false,
        reused,
        warnings: [{ code: 'no_spot' }],
      });
    }
    expect(warned).toEqual([
      [{ provider: 'mock', instanceId: 'mock-000001', code: 'no_spot' }, expect.any(String)],
    ]);
  });

  it('is played where the setting says so', async () => {
    const mock = new MockProvider({}, { settings: { spot: true } });
    expect(await mock.createInstance(spotSpec)).toMatchObject({ spotInstance: true, warnings: [] });
    expect(await mock.createInstance(small)).toMatchObject({ spotInstance: false, warnings: [] });
    expect(mock.instances.map(({ spotInstance }) => spotInstance)).toEqual([true, false]);
  });

  it('falls back to on-demand with a warning when its capacity is used up', async () => {
    const mock = new MockProvider({}, { settings: { spot: true } });
    mock.spotUnavailable = true;
    expect(mock.spotUnavailable).toBe(true);
    expect(await mock.createInstance(spotSpec)).toMatchObject({
      spotInstance: false,
      warnings: [{ code: 'spot_unavailable' }],
    });
    expect(await mock.createInstance(small)).toMatchObject({ warnings: [] });
  });
});

describe('delay, addressDelay and bootDelay', () => {
  it('can be set, for instances launched from then on', async () => {
    const clock = new VirtualClock();
    const mock = new MockProvider({}, { clock, settings: { delay: 5_000 } });
    const creation = mock.createInstance(small);
    await clock.advance(0);
    mock.delay = 1_000;
    mock.addressDelay = 2_000;
    mock.bootDelay = 3_000;
    expect([mock.delay, mock.addressDelay, mock.bootDelay]).toEqual([1_000, 2_000, 3_000]);
    await clock.advance(4_999);
    expect(await mock.getInstanceStatus('mock-000001')).toMatchObject({ state: 'pending' });
    await clock.advance(1);
    expect(await creation).toMatchObject({ instanceId: 'mock-000001' });

    const start = clock.now();
    const { instanceId } = await clock.run(() => mock.createInstance(small));
    expect(clock.now() - start).toBe(3_000);
    expect(await mock.getInstanceStatus(instanceId)).toMatchObject({ state: 'pending' });
    await clock.advance(3_000);
    expect(await mock.getInstanceStatus(instanceId)).toMatchObject({ state: 'running' });
  });

  it.each([-1, Number.NaN, Number.NEGATIVE_INFINITY])('refuse %d', (given) => {
    const mock = new MockProvider();
    expect(() => Object.assign(mock, { delay: given })).toThrow(InvalidInputError);
    expect(() => Object.assign(mock, { addressDelay: given })).toThrow(InvalidInputError);
    expect(() => Object.assign(mock, { bootDelay: given })).toThrow(InvalidInputError);
    expect([mock.delay, mock.addressDelay, mock.bootDelay]).toEqual([0, 0, 0]);
  });

  it('say what is wrong', () => {
    const mock = new MockProvider();
    expect(() => {
      mock.delay = -1;
    }).toThrow('mock: delay was given invalid input: delay must not be negative.');
  });

  it('take Infinity for never: then only the signal ends a creation', async () => {
    const clock = new VirtualClock();
    const mock = new MockProvider({}, { clock });
    mock.delay = Number.POSITIVE_INFINITY;
    const controller = new AbortController();
    const failed = expect(
      mock.createInstance(small, { signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'aborted', outcome: 'no-instance' });
    await clock.advance(365 * 86_400_000);
    expect(mock.calls).toMatchObject([{ outcome: 'pending' }]);
    controller.abort();
    await failed;
    expect(mock.instances).toMatchObject([{ state: 'terminated' }]);
  });
});

describe('endInstance and stopInstance', () => {
  it.each(['endInstance', 'stopInstance'] as const)(
    '%s refuses what is not there',
    async (control) => {
      const mock = new MockProvider();
      await mock.createInstance(small);
      mock.endInstance('mock-000001');
      expect(() => mock[control]('mock-000001')).toThrow(InstanceNotFoundError);
      expect(() => mock[control]('mock-000777')).toThrow(InstanceNotFoundError);
      expect(() => mock[control]('nonsense')).toThrow(InvalidInputError);
      expect(mock.calls).toHaveLength(1);
    },
  );

  it.each(['endInstance', 'stopInstance'] as const)(
    '%s refuses a reason that is no text, and lists it with a wrong id',
    async (control) => {
      const mock = new MockProvider();
      await mock.createInstance(small);
      for (const [id, paths] of [
        ['mock-000001', ['reason']],
        ['nonsense', ['instanceId', 'reason']],
      ] as const) {
        expect(() => Reflect.apply(mock[control], mock, [id, { a: 1 }])).toThrow(
          expect.objectContaining({
            code: 'invalid_input',
            operation: control,
            issues: paths.map((path) => expect.objectContaining({ path })),
          }),
        );
      }
      expect(mock.instances).toMatchObject([{ state: 'running' }]);
    },
  );

  it('can end an instance that is stopped', async () => {
    const mock = new MockProvider();
    await mock.createInstance(small);
    mock.stopInstance('mock-000001', 'maintenance');
    mock.endInstance('mock-000001', 'host failure');
    expect(mock.instances).toMatchObject([{ state: 'terminated', reason: 'host failure' }]);
  });
});

describe('instances', () => {
  it('shows what a test asks about, and nothing that changes the mock', async () => {
    const mock = new MockProvider();
    await mock.createInstance({ ...keyed, tags: { a: '1' } });
    const [instance] = mock.instances;
    expect(instance).toMatchObject({
      instanceId: 'mock-000001',
      state: 'running',
      idempotencyKey: 'build-17',
      architecture: 'amd64',
      instanceType: 'mock.small',
      spotInstance: false,
      image: 'ubuntu-22.04',
      tags: { a: '1' },
    });
    if (instance) Object.assign(instance.tags, { a: '2' });
    expect(mock.instances).toMatchObject([{ tags: { a: '1' } }]);
  });
});
