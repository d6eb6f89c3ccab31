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

  it.each<[string, () => unknown, object]>([
    ['nothing', () => undefined, {}],
    ['a plain error', () => new Error('plain'), { cause: { message: 'plain' } }],
    [
      'none because it throws',
      () => {
        throw new TypeError('broken');
      },
      { cause: { message: 'broken' } },
    ],
  ])('says so when the function makes %s', async (_, error, more) => {
    for (const moment of ['before', 'after']) {
      const mock = new MockProvider();
      Reflect.apply(mock.failCall, mock, ['createInstance', { error, moment }]);
      const failed = mock.createInstance(keyed);
      await expect(failed).rejects.toBeInstanceOf(InvalidInputError);
      await expect(failed).rejects.toMatchObject({
        operation: 'failCall',
        outcome: 'no-instance',
        issues: [
          { path: 'plan.error', message: expect.stringContaining('for a call of createInstance') },
        ],
        ...more,
      });
      expect(mock.calls).toMatchObject([{ outcome: 'invalid_input' }]);
    }
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
