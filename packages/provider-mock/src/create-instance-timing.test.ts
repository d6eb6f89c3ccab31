import { type InstanceSpec, ReadinessTimeoutError } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { MockProvider } from './mock-provider.js';

const keyed: InstanceSpec = { size: 'small', architecture: 'amd64', idempotencyKey: 'build-17' };

function setUp(settings = {}) {
  const clock = new VirtualClock();
  return { clock, mock: new MockProvider({}, { clock, settings }) };
}

describe('the waits of a creation', () => {
  it('takes no time by default, on the clock of the machine too', async () => {
    const mock = new MockProvider();
    const { instanceId } = await mock.createInstance(keyed);
    expect(await mock.getInstanceStatus(instanceId)).toMatchObject({
      state: 'running',
      ready: true,
    });
  });

  it('waits on when a timer fires early', async () => {
    let now = 0;
    const sleeps: number[] = [];
    const clock = {
      now: () => now,
      sleep: async (ms: number) => {
        sleeps.push(ms);
        now += Math.max(1, ms - 1);
      },
    };
    const mock = new MockProvider({}, { clock, settings: { delay: 20 } });
    const { instanceId } = await mock.createInstance(keyed);
    expect(sleeps).toEqual([20, 1]);
    expect(await mock.getInstanceStatus(instanceId)).toMatchObject({ ready: true });
  });

  it('takes exactly the delay and the time to the address', async () => {
    const { mock, clock } = setUp({ delay: 2_000, addressDelay: 500 });
    const start = clock.now();
    await clock.run(() => mock.createInstance(keyed));
    expect(clock.now() - start).toBe(2_500);
    expect(clock.sleeping).toBe(0);
  });

  it('goes from pending without an address over pending with one to running', async () => {
    const { mock, clock } = setUp({ delay: 1_000, addressDelay: 2_000, bootDelay: 3_000 });
    const creation = mock.createInstance(keyed);
    await clock.advance(2_999);
    const waiting = await mock.getInstanceStatus('mock-000001');
    expect(waiting).toMatchObject({ state: 'pending', ready: false });
    expect(waiting).not.toHaveProperty('publicIp');
    expect(waiting).not.toHaveProperty('privateIp');

    await clock.advance(1);
    await creation;
    expect(await mock.getInstanceStatus('mock-000001')).toMatchObject({
      state: 'pending',
      publicIp: '192.0.2.1',
      privateIp: '10.0.0.1',
      ready: false,
    });

    await clock.advance(3_000);
    expect(await mock.getInstanceStatus('mock-000001')).toMatchObject({
      state: 'running',
      ready: true,
    });
  });

  it('leaves an instance pending for ever', async () => {
    const { mock, clock } = setUp({ bootDelay: Number.POSITIVE_INFINITY });
    const { instanceId } = await mock.createInstance(keyed);
    await clock.advance(365 * 86_400_000);
    expect(await mock.getInstanceStatus(instanceId)).toMatchObject({
      state: 'pending',
      publicIp: '192.0.2.1',
      ready: false,
    });
  });

  it('waits as long as the create request takes, however long that is', async () => {
    const { mock, clock } = setUp({ delay: 3_600_000 });
    expect(await clock.run(() => mock.createInstance(keyed))).toMatchObject({ reused: false });
  });

  it.each([120_001, Number.POSITIVE_INFINITY])(
    'gives up after two minutes when the address takes %d ms, and deletes the instance',
    async (addressDelay) => {
      const { mock, clock } = setUp({ delay: 1_000, addressDelay });
      const start = clock.now();
      const failed = clock.run(() => mock.createInstance(keyed));
      await expect(failed).rejects.toBeInstanceOf(ReadinessTimeoutError);
      await expect(failed).rejects.toMatchObject({
        outcome: 'no-instance',
        instanceId: 'mock-000001',
        idempotencyKey: 'build-17',
        retryable: true,
      });
      expect(clock.now() - start).toBe(121_000);
      expect(mock.instances).toMatchObject([{ state: 'terminated' }]);
    },
  );

  it('still takes an address at two minutes', async () => {
    const { mock, clock } = setUp({ addressDelay: 120_000 });
    expect(await clock.run(() => mock.createInstance(keyed))).toMatchObject({ reused: false });
  });

  it('leaves an adopted instance alone when its address does not come', async () => {
    const { mock, clock } = setUp({ addressDelay: Number.POSITIVE_INFINITY });
    mock.loseAnswer();
    await expect(mock.createInstance(keyed)).rejects.toMatchObject({ outcome: 'unknown' });
    await expect(clock.run(() => mock.createInstance(keyed))).rejects.toMatchObject({
      code: 'readiness_timeout',
      outcome: 'instance-exists',
      instanceId: 'mock-000001',
    });
    expect(mock.instances).toMatchObject([{ state: 'pending' }]);
  });

  it.each<[string, (mock: MockProvider) => unknown, object]>([
    [
      'is reclaimed',
      (mock) => mock.endInstance('mock-000001', 'spot capacity reclaimed'),
      { code: 'capacity_unavailable', message: expect.stringContaining('spot capacity reclaimed') },
    ],
    [
      'stops',
      (mock) => mock.stopInstance('mock-000001', 'host failure'),
      { code: 'capacity_unavailable', message: expect.stringContaining('host failure') },
    ],
    [
      'is terminated by somebody',
      (mock) => mock.terminateInstance('mock-000001'),
      { code: 'instance_not_found' },
    ],
    ['is reset', (mock) => mock.reset(), { code: 'aborted' }],
  ])('ends at once when the instance %s', async (_, act, error) => {
    const { mock, clock } = setUp({ delay: 60_000 });
    const failed = expect(mock.createInstance(keyed)).rejects.toMatchObject({
      ...error,
      outcome: 'no-instance',
      instanceId: 'mock-000001',
      idempotencyKey: 'build-17',
    });
    await clock.advance(1_000);
    await act(mock);
    await failed;
    expect(mock.instances.filter(({ state }) => state !== 'terminated')).toEqual([]);
    expect(clock.sleeping).toBe(0);
  });

  it('says of an adopted instance that stops that it is there', async () => {
    const { mock, clock } = setUp({ addressDelay: 60_000 });
    mock.loseAnswer();
    await expect(mock.createInstance(keyed)).rejects.toMatchObject({ outcome: 'unknown' });
    const failed = expect(mock.createInstance(keyed)).rejects.toMatchObject({
      code: 'capacity_unavailable',
      outcome: 'instance-exists',
      instanceId: 'mock-000001',
    });
    await clock.advance(1_000);
    mock.stopInstance('mock-000001');
    await failed;
  });

  it('passes on what a broken clock throws', async () => {
    const clock = { now: () => 0, sleep: () => Promise.reject(new TypeError('no timers')) };
    const mock = new MockProvider({}, { clock, settings: { delay: 1 } });
    await expect(mock.createInstance(keyed)).rejects.toThrow('no timers');
    expect(mock.calls).toMatchObject([{ outcome: 'unexpected_error' }]);
  });
});
