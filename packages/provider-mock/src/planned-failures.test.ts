import {
  CapacityUnavailableError,
  IdempotencyConflictError,
  InstanceNotFoundError,
  type InstanceSpec,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
  RateLimitedError,
  ReadinessTimeoutError,
} from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { MockProvider } from './mock-provider.js';

const small: InstanceSpec = { size: 'small', architecture: 'amd64' };
const keyed: InstanceSpec = { ...small, idempotencyKey: 'build-17' };
const forever = Number.POSITIVE_INFINITY;

/** Makes calls one after the other, and tells which succeeded and with what code the others failed. */
async function outcomes(count: number, call: (index: number) => Promise<unknown>) {
  const seen: string[] = [];
  for (let index = 0; index < count; index++) {
    seen.push(
      await call(index).then(
        () => 'ok',
        ({ code }) => code,
      ),
    );
  }
  return seen;
}

describe('failCall', () => {
  it('fails the next call of its operation and no other', async () => {
    const mock = new MockProvider();
    mock.failCall('validateCredentials');
    await mock.createInstance(small);
    await expect(mock.validateCredentials()).rejects.toMatchObject({
      code: 'network_failure',
      provider: 'mock',
      operation: 'validateCredentials',
      message: 'mock: validateCredentials failed as planned: the connection was lost. Try again.',
    });
    await mock.validateCredentials();
  });

  it('fails the n-th call, counted from now', async () => {
    const mock = new MockProvider();
    await mock.validateCredentials();
    mock.failCall('validateCredentials', { nth: 3 });
    expect(await outcomes(4, () => mock.validateCredentials())).toEqual([
      'ok',
      'ok',
      'network_failure',
      'ok',
    ]);
  });

  it('fails as many calls as it is told, up to all', async () => {
    const mock = new MockProvider();
    mock.failCall('validateCredentials', { nth: 2, times: 2 });
    expect(await outcomes(4, () => mock.validateCredentials())).toEqual([
      'ok',
      'network_failure',
      'network_failure',
      'ok',
    ]);
    mock.failCall('validateCredentials', { times: forever });
    expect(new Set(await outcomes(50, () => mock.validateCredentials()))).toEqual(
      new Set(['network_failure']),
    );
  });

  it('fails calls of any operation, until it is taken back', async () => {
    const mock = new MockProvider();
    const recover = mock.failCall('any', { times: forever });
    const calls = [
      () => mock.createInstance(small),
      () => mock.getInstanceStatus('mock-000001'),
      () => mock.listInstances().next(),
    ];
    for (const call of calls) await expect(call()).rejects.toBeInstanceOf(NetworkFailureError);
    recover();
    recover();
    for (const call of calls) await call();
  });

  it('lets several plans take their turns, whichever way they overlap', async () => {
    const mock = new MockProvider();
    mock.failCall('validateCredentials', { error: 'rate_limited' });
    mock.failCall('validateCredentials', { error: 'invalid_credentials' });
    mock.failCall('validateCredentials', { nth: 4, error: 'quota_exceeded' });
    mock.failNext = true;
    expect(await outcomes(5, () => mock.validateCredentials())).toEqual([
      'network_failure',
      'rate_limited',
      'invalid_credentials',
      'quota_exceeded',
      'ok',
    ]);
  });

  it('counts and fails only the calls that match', async () => {
    const mock = new MockProvider();
    mock.failCall('createInstance', {
      error: 'capacity_unavailable',
      nth: 2,
      times: forever,
      matching: (call) =>
        call.operation === 'createInstance' && call.arguments.spec.region === 'mock-1',
    });
    const regions = ['mock-1', 'mock-2', 'mock-1', 'mock-2', 'mock-1'];
    expect(
      await outcomes(5, (index) => mock.createInstance({ ...small, region: regions[index] })),
    ).toEqual(['ok', 'ok', 'capacity_unavailable', 'ok', 'capacity_unavailable']);
  });

  it.each([
    ['invalid_credentials', InvalidCredentialsError],
    ['quota_exceeded', QuotaExceededError],
    ['capacity_unavailable', CapacityUnavailableError],
    ['network_failure', NetworkFailureError],
    ['rate_limited', RateLimitedError],
    ['readiness_timeout', ReadinessTimeoutError],
    ['invalid_input', InvalidInputError],
    ['idempotency_conflict', IdempotencyConflictError],
    ['instance_not_found', InstanceNotFoundError],
  ] as const)('makes the error of the code %s', async (code, errorClass) => {
    const mock = new MockProvider();
    mock.failCall('createInstance', { error: code });
    const failed = mock.createInstance(keyed);
    await expect(failed).rejects.toBeInstanceOf(errorClass);
    await expect(failed).rejects.toMatchObject({
      code,
      provider: 'mock',
      operation: 'createInstance',
      outcome: 'no-instance',
      idempotencyKey: 'build-17',
    });
  });

  it('takes a function that makes any other error', async () => {
    const mock = new MockProvider();
    mock.failCall('terminateInstance', {
      error: (details) => new RateLimitedError('Slow down.', { ...details, retryAfterMs: 3_000 }),
    });
    await expect(mock.terminateInstance('mock-000001')).rejects.toMatchObject({
      code: 'rate_limited',
      message: 'Slow down.',
      retryAfterMs: 3_000,
      operation: 'terminateInstance',
      instanceId: 'mock-000001',
    });
  });

  it('fails before the effect or after it', async () => {
    const mock = new MockProvider();
    const { instanceId } = await mock.createInstance(small);
    mock.failCall('terminateInstance');
    mock.failCall('terminateInstance', { moment: 'after' });
    const state = async () => (await mock.getInstanceStatus(instanceId)).state;
    await expect(mock.terminateInstance(instanceId)).rejects.toBeInstanceOf(NetworkFailureError);
    expect(await state()).toBe('running');
    await expect(mock.terminateInstance(instanceId)).rejects.toBeInstanceOf(NetworkFailureError);
    expect(await state()).toBe('terminated');
  });

  it('fails a listing before the first instance or after the last one', async () => {
    const mock = new MockProvider();
    await mock.createInstance(small);
    await mock.createInstance(small);
    const seen: string[] = [];
    const read = async () => {
      for await (const { instanceId } of mock.listInstances()) seen.push(instanceId);
    };
    mock.failCall('listInstances');
    await expect(read()).rejects.toBeInstanceOf(NetworkFailureError);
    expect(seen).toEqual([]);
    mock.failCall('listInstances', { moment: 'after' });
    await expect(read()).rejects.toBeInstanceOf(NetworkFailureError);
    expect(seen).toEqual(['mock-000001', 'mock-000002']);
  });

  it('takes its time on the clock, and listens to the signal meanwhile', async () => {
    const clock = new VirtualClock();
    const mock = new MockProvider({}, { clock });
    mock.failCall('any', { delay: 30_000, times: forever });
    const start = clock.now();
    await expect(clock.run(() => mock.validateCredentials())).rejects.toMatchObject({
      code: 'network_failure',
    });
    expect(clock.now() - start).toBe(30_000);

    const controller = new AbortController();
    const { signal } = controller;
    const calls = [
      expect(mock.validateCredentials({ signal })).rejects.toMatchObject({ code: 'aborted' }),
      expect(mock.createInstance(keyed, { signal })).rejects.toMatchObject({
        code: 'aborted',
        outcome: 'no-instance',
        idempotencyKey: 'build-17',
      }),
    ];
    await clock.advance(1_000);
    controller.abort();
    await Promise.all(calls);
    expect(clock.sleeping).toBe(0);
  });

  it('passes on what a broken clock throws', async () => {
    const clock = { now: () => 0, sleep: () => Promise.reject(new TypeError('no timers')) };
    const mock = new MockProvider({}, { clock });
    mock.failCall('validateCredentials', { delay: 1 });
    await expect(mock.validateCredentials()).rejects.toThrow('no timers');
  });

  it('can leave a call without an answer until it is aborted', async () => {
    const clock = new VirtualClock();
    const mock = new MockProvider({}, { clock });
    mock.failCall('getInstanceStatus', { delay: forever });
    const controller = new AbortController();
    const failed = expect(
      mock.getInstanceStatus('mock-000001', { signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'aborted', instanceId: 'mock-000001' });
    await clock.advance(365 * 86_400_000);
    controller.abort();
    await failed;
  });

  it.each<[string, unknown, string]>([
    ['createInstances', {}, 'operation'],
    ['createInstance', { nth: 0 }, 'plan.nth'],
    ['createInstance', { nth: 1.5 }, 'plan.nth'],
    ['createInstance', { times: 0 }, 'plan.times'],
    ['createInstance', { error: 'credential_decryption' }, 'plan.error'],
    ['createInstance', { error: new Error('no') }, 'plan.error'],
    ['createInstance', { moment: 'during' }, 'plan.moment'],
    ['createInstance', { outcome: 'none' }, 'plan.outcome'],
    ['createInstance', { outcome: 'instance-exists' }, 'plan.outcome'],
    ['terminateInstance', { outcome: 'unknown' }, 'plan.outcome'],
    ['createInstance', { delay: -1 }, 'plan.delay'],
    ['createInstance', { matching: 'all' }, 'plan.matching'],
    ['createInstance', { when: 'after' }, 'plan.when'],
    ['createInstance', null, 'plan'],
    ['createInstance', [], 'plan'],
  ])('refuses to plan for %s %j', async (operation, plan, path) => {
    const mock = new MockProvider();
    const planning = () => Reflect.apply(mock.failCall, mock, [operation, plan]);
    expect(planning).toThrow(InvalidInputError);
    expect(planning).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ path })] }),
    );
    await mock.createInstance(small);
  });
});

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

  it('loses the answer to the n-th call', async () => {
    const mock = new MockProvider();
    mock.loseAnswer(2);
    expect(await outcomes(3, () => mock.createInstance(small))).toEqual([
      'ok',
      'network_failure',
      'ok',
    ]);
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
