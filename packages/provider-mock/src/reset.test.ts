import type { InstanceSpec } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { MockProvider } from './mock-provider.js';

const keyed: InstanceSpec = { size: 'small', architecture: 'amd64', idempotencyKey: 'build-17' };

describe('reset', () => {
  it('returns to the state after construction', async () => {
    const mock = new MockProvider({}, { settings: { bootDelay: 5 } });
    await mock.createInstance(keyed);
    mock.quotaExceeded = true;
    mock.capacityUnavailable = true;
    mock.spotUnavailable = true;
    mock.failNext = true;
    mock.bootDelay = 7;
    mock.failCall('any', { times: Number.POSITIVE_INFINITY });
    mock.reset();
    expect(mock).toMatchObject({
      instances: [],
      calls: [],
      quotaExceeded: false,
      capacityUnavailable: false,
      spotUnavailable: false,
      failNext: false,
      bootDelay: 5,
    });
    expect(await mock.createInstance(keyed)).toMatchObject({
      instanceId: 'mock-000001',
      publicIp: '192.0.2.1',
      reused: false,
    });
  });

  it('keeps a creation from before apart from one with the same key after it', async () => {
    const clock = new VirtualClock();
    const mock = new MockProvider({}, { clock, settings: { delay: 1_000 } });
    const before = expect(mock.createInstance(keyed)).rejects.toMatchObject({
      code: 'aborted',
      outcome: 'no-instance',
      message: expect.stringContaining('the mock was reset'),
    });
    await clock.advance(500);
    mock.reset();
    const after = mock.createInstance(keyed);
    await before;
    await clock.advance(1_000);
    expect(await after).toMatchObject({ instanceId: 'mock-000001', reused: false });
    expect(mock.instances).toMatchObject([{ state: 'running' }]);
    expect(mock.calls).toHaveLength(1);
  });

  it.each([
    ['before', 'in the same moment', false],
    ['before', 'later', true],
    ['after', 'in the same moment', false],
    ['after', 'later', true],
  ] as const)('ends a creation that hangs %s its effect, %s', async (moment, _, later) => {
    const clock = new VirtualClock();
    const mock = new MockProvider({}, { clock });
    mock.failCall('createInstance', { moment, delay: Number.POSITIVE_INFINITY });
    const failed = expect(mock.createInstance(keyed)).rejects.toMatchObject({
      code: 'aborted',
      outcome: 'no-instance',
      idempotencyKey: 'build-17',
      message: expect.stringContaining('the mock was reset'),
    });
    if (later) await clock.advance(1_000);
    mock.reset();
    await failed;
    expect(clock.sleeping).toBe(0);
    expect(mock).toMatchObject({ instances: [], calls: [] });
  });

  it('ends the calls that hang, and says of a creation that shared its instance that none is left', async () => {
    const clock = new VirtualClock();
    const mock = new MockProvider({}, { clock });
    mock.failCall('any', { nth: 2, times: 2, moment: 'after', delay: Number.POSITIVE_INFINITY });
    const created = mock.createInstance(keyed);
    const reset = { code: 'aborted', message: expect.stringContaining('the mock was reset') };
    const failed = [
      expect(mock.createInstance(keyed)).rejects.toMatchObject({
        ...reset,
        outcome: 'no-instance',
      }),
      created.then(() =>
        expect(mock.validateCredentials()).rejects.toMatchObject({
          ...reset,
          operation: 'validateCredentials',
        }),
      ),
    ];
    await created;
    await clock.advance(1_000);
    mock.reset();
    await Promise.all(failed);
    expect(clock.sleeping).toBe(0);
  });
});
