import { type InstanceSpec, InvalidInputError, NetworkFailureError } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { MockProvider } from './mock-provider.js';

const small: InstanceSpec = { size: 'small', architecture: 'amd64' };
const keyed: InstanceSpec = { ...small, idempotencyKey: 'build-17' };

describe('a createInstance that fails after the instance is there', () => {
  it('deletes the instance by default', async () => {
    const mock = new MockProvider();
    mock.failCall('createInstance', { moment: 'after' });
    await expect(mock.createInstance(keyed)).rejects.toMatchObject({
      code: 'network_failure',
      outcome: 'no-instance',
      instanceId: 'mock-000001',
    });
    expect(mock.instances).toMatchObject([{ state: 'terminated' }]);
  });

  it('leaves the instance and names it when it is told to', async () => {
    const mock = new MockProvider();
    mock.failCall('createInstance', { moment: 'after', outcome: 'instance-exists' });
    await expect(mock.createInstance(keyed)).rejects.toMatchObject({
      outcome: 'instance-exists',
      instanceId: 'mock-000001',
    });
    expect(await mock.createInstance(keyed)).toMatchObject({ reused: true });
  });

  it('never deletes an instance that was there before', async () => {
    const mock = new MockProvider();
    await mock.createInstance(keyed);
    mock.failCall('createInstance', { moment: 'after' });
    await expect(mock.createInstance(keyed)).rejects.toMatchObject({
      outcome: 'instance-exists',
      instanceId: 'mock-000001',
    });
    expect(mock.instances).toMatchObject([{ state: 'running' }]);
  });

  it('fails when the answer would have come', async () => {
    const clock = new VirtualClock();
    const mock = new MockProvider({}, { clock, settings: { delay: 5_000, addressDelay: 5_000 } });
    mock.failCall('createInstance', { moment: 'after', delay: 1_000 });
    const start = clock.now();
    await expect(clock.run(() => mock.createInstance(keyed))).rejects.toMatchObject({
      code: 'network_failure',
    });
    expect(clock.now() - start).toBe(6_000);
  });

  it('deletes the instance when it is aborted before it can fail', async () => {
    const clock = new VirtualClock();
    const mock = new MockProvider({}, { clock });
    mock.failCall('createInstance', { moment: 'after', outcome: 'unknown', delay: 60_000 });
    const controller = new AbortController();
    const failed = expect(
      mock.createInstance(keyed, { signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'aborted', outcome: 'no-instance' });
    await clock.advance(1_000);
    controller.abort();
    await failed;
    expect(mock.instances).toMatchObject([{ state: 'terminated' }]);
  });

  it('fails every call that shares the creation', async () => {
    const mock = new MockProvider();
    mock.failCall('createInstance', { moment: 'after' });
    const calls = [mock.createInstance(keyed), mock.createInstance(keyed)];
    for (const result of await Promise.allSettled(calls)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { outcome: 'no-instance' } });
    }
    expect(mock.instances).toMatchObject([{ state: 'terminated' }]);
  });

  it.each(['no-instance', 'instance-exists', 'unknown'] as const)(
    'fails alone when another call made the instance, and tells the truth instead of %s',
    async (outcome) => {
      const mock = new MockProvider();
      mock.failCall('createInstance', { nth: 2, moment: 'after', outcome });
      const [first, second] = await Promise.allSettled([
        mock.createInstance(keyed),
        mock.createInstance(keyed),
      ]);
      expect(first).toMatchObject({ status: 'fulfilled', value: { instanceId: 'mock-000001' } });
      expect(second).toMatchObject({
        status: 'rejected',
        reason: { outcome: outcome === 'unknown' ? 'unknown' : 'instance-exists' },
      });
      expect(mock.instances).toMatchObject([{ state: 'running' }]);
    },
  );
});

describe('a createInstance that fails before the instance is there', () => {
  it('can leave the caller without knowing that there is none', async () => {
    const mock = new MockProvider();
    mock.failCall('createInstance', { outcome: 'unknown' });
    await expect(mock.createInstance(keyed)).rejects.toMatchObject({
      outcome: 'unknown',
      idempotencyKey: 'build-17',
    });
    expect(mock.instances).toEqual([]);
  });

  it('fails alone, while a call with the same key goes on', async () => {
    const mock = new MockProvider();
    mock.failCall('createInstance');
    const [first, second] = await Promise.allSettled([
      mock.createInstance(keyed),
      mock.createInstance(keyed),
    ]);
    expect(first).toMatchObject({ status: 'rejected', reason: { outcome: 'no-instance' } });
    expect(second).toMatchObject({ status: 'fulfilled', value: { reused: false } });
    expect(mock.instances).toHaveLength(1);
  });
});

describe('loseAnswer', () => {
  it('leaves an instance that the same key finds', async () => {
    const mock = new MockProvider();
    mock.loseAnswer();
    const failed = mock.createInstance(keyed);
    await expect(failed).rejects.toBeInstanceOf(NetworkFailureError);
    await expect(failed).rejects.toMatchObject({
      outcome: 'unknown',
      idempotencyKey: 'build-17',
      message: expect.not.stringContaining('mock-000001'),
    });
    await expect(failed).rejects.not.toHaveProperty('instanceId');
    expect(await mock.createInstance(keyed)).toMatchObject({
      instanceId: 'mock-000001',
      reused: true,
    });
    expect(mock.instances).toHaveLength(1);
  });

  it('loses the answer to every call that shares the creation', async () => {
    const mock = new MockProvider();
    mock.loseAnswer();
    const calls = [mock.createInstance(keyed), mock.createInstance(keyed)];
    for (const result of await Promise.allSettled(calls)) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { code: 'network_failure', outcome: 'unknown' },
      });
    }
    expect(mock.instances).toMatchObject([{ state: 'running' }]);
  });

  it('loses the answer to the n-th call', async () => {
    const mock = new MockProvider();
    mock.loseAnswer(2);
    await mock.createInstance(small);
    await expect(mock.createInstance(small)).rejects.toMatchObject({ outcome: 'unknown' });
    await mock.createInstance(small);
    expect(mock.instances).toHaveLength(3);
    expect(() => mock.loseAnswer(0)).toThrow(InvalidInputError);
  });

  it('gives the key that was made for a caller who gave none, so that the instance can be found', async () => {
    const mock = new MockProvider();
    mock.loseAnswer();
    const error = await mock.createInstance(small).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ idempotencyKey: mock.instances[0]?.idempotencyKey });
  });

  it('lets the instance get its address and run on its own', async () => {
    const clock = new VirtualClock();
    const mock = new MockProvider({}, { clock, settings: { delay: 1_000, addressDelay: 1_000 } });
    mock.loseAnswer();
    await expect(clock.run(() => mock.createInstance(keyed))).rejects.toMatchObject({
      outcome: 'unknown',
    });
    expect(mock.instances).toMatchObject([{ state: 'pending' }]);
    await clock.advance(1_000);
    expect(mock.instances).toMatchObject([{ state: 'running', publicIp: '192.0.2.1' }]);
  });
});
