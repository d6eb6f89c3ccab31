import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { MockProvider } from './mock-provider.js';

describe('calls', () => {
  it('shows every call in order, with its arguments after defaults, its time and how it went', async () => {
    const clock = new VirtualClock();
    const mock = new MockProvider({}, { clock });
    const expiresAt = new Date(clock.now() + 60_000);
    const { instanceId } = await mock.createInstance({
      size: 'small',
      architecture: 'amd64',
      userData: 'secret words',
      idempotencyKey: 'build-17',
      expiresAt,
      tags: { team: 'seven' },
    });
    await clock.advance(1_000);
    await mock.getInstanceStatus(instanceId);
    await mock.getInstanceStatuses([instanceId, 'nonsense']);
    await mock.setExpiry(instanceId, undefined);
    mock.quotaExceeded = true;
    await expect(mock.createInstance({ size: 'large', architecture: 'arm64' })).rejects.toThrow();
    for await (const _ of mock.listInstances({ tags: { team: 'seven' } }));
    await mock.terminateInstance(instanceId);
    await mock.validateCredentials();

    const start = new Date('2026-01-01T00:00:00Z');
    const later = new Date('2026-01-01T00:00:01Z');
    const succeeded = { at: later, outcome: 'succeeded' };
    expect(mock.calls).toEqual([
      {
        operation: 'createInstance',
        arguments: {
          spec: {
            size: 'small',
            architecture: 'amd64',
            region: 'mock-1',
            tags: { team: 'seven' },
            spotInstance: false,
            idempotencyKey: 'build-17',
            expiresAt,
            providerOptions: { mock: { image: 'ubuntu-22.04' } },
          },
        },
        at: start,
        outcome: 'succeeded',
      },
      { operation: 'getInstanceStatus', arguments: { instanceId }, ...succeeded },
      {
        operation: 'getInstanceStatuses',
        arguments: { instanceIds: [instanceId, 'nonsense'] },
        ...succeeded,
      },
      { operation: 'setExpiry', arguments: { instanceId, expiresAt: undefined }, ...succeeded },
      {
        operation: 'createInstance',
        arguments: {
          spec: {
            size: 'large',
            architecture: 'arm64',
            region: 'mock-1',
            tags: {},
            spotInstance: false,
            idempotencyKey: expect.any(String),
            providerOptions: { mock: { image: 'ubuntu-22.04' } },
          },
        },
        at: later,
        outcome: 'quota_exceeded',
      },
      {
        operation: 'listInstances',
        arguments: { filter: { tags: { team: 'seven' } } },
        ...succeeded,
      },
      { operation: 'terminateInstance', arguments: { instanceId }, ...succeeded },
      { operation: 'validateCredentials', arguments: {}, ...succeeded },
    ]);
  });

  it('shows a call under way as pending', async () => {
    const clock = new VirtualClock();
    const mock = new MockProvider({}, { clock, settings: { delay: 1_000 } });
    const creation = mock.createInstance({ size: 'small', architecture: 'amd64' });
    await clock.advance(999);
    expect(mock.calls).toMatchObject([{ outcome: 'pending' }]);
    await clock.advance(1);
    await creation;
    expect(mock.calls).toMatchObject([{ outcome: 'succeeded' }]);
  });

  it('shows each of the calls that share a creation', async () => {
    const mock = new MockProvider();
    const spec = { size: 'small', architecture: 'amd64', idempotencyKey: 'build-17' } as const;
    await Promise.all([mock.createInstance(spec), mock.createInstance(spec)]);
    expect(mock.calls.map(({ operation }) => operation)).toEqual([
      'createInstance',
      'createInstance',
    ]);
  });

  it('leaves out calls with invalid input and calls that were aborted before', async () => {
    const mock = new MockProvider();
    await expect(mock.getInstanceStatus('nonsense')).rejects.toThrow();
    await expect(mock.validateCredentials({ signal: AbortSignal.abort() })).rejects.toThrow();
    expect(mock.calls).toEqual([]);
  });

  it('cannot be changed from outside', async () => {
    const mock = new MockProvider();
    const expiresAt = new Date('2027-01-01T00:00:00Z');
    await mock.createInstance({ size: 'small', architecture: 'amd64', tags: { a: '1' } });
    await mock.setExpiry('mock-000001', expiresAt);
    expiresAt.setTime(0);
    for (const call of mock.calls) Object.assign(call, { outcome: 'changed', arguments: {} });
    expect(mock.calls).toMatchObject([
      { outcome: 'succeeded', arguments: { spec: { tags: { a: '1' } } } },
      { outcome: 'succeeded', arguments: { expiresAt: new Date('2027-01-01T00:00:00Z') } },
    ]);
  });
});
