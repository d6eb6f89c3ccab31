import { describe, expect, it } from 'vitest';
import { MockProvider } from './mock-provider.js';

const wrong = { signal: 5 };

describe('a call with several wrong arguments', () => {
  it.each<[string, (mock: MockProvider) => unknown, string[]]>([
    [
      'setExpiry',
      (mock) => Reflect.apply(mock.setExpiry, mock, ['zzz', 'soon', wrong]),
      ['instanceId', 'expiresAt', 'options.signal'],
    ],
    [
      'setExpiry',
      (mock) => Reflect.apply(mock.setExpiry, mock, ['mock-000001', 'soon', wrong]),
      ['expiresAt', 'options.signal'],
    ],
    [
      'getInstanceStatus',
      (mock) => Reflect.apply(mock.getInstanceStatus, mock, ['zzz', wrong]),
      ['instanceId', 'options.signal'],
    ],
    [
      'getInstanceStatuses',
      (mock) => Reflect.apply(mock.getInstanceStatuses, mock, ['zzz', wrong]),
      ['instanceIds', 'options.signal'],
    ],
    [
      'terminateInstance',
      (mock) => Reflect.apply(mock.terminateInstance, mock, ['zzz', wrong]),
      ['instanceId', 'options.signal'],
    ],
    [
      'listInstances',
      (mock) => Reflect.apply(mock.listInstances, mock, [{ region: 'mars-1' }, wrong]).next(),
      ['filter.region', 'options.signal'],
    ],
  ])('lists the problems of all: %s', async (operation, call, paths) => {
    const mock = new MockProvider();
    await mock.createInstance({ size: 'small', architecture: 'amd64' });
    await expect(call(mock)).rejects.toMatchObject({
      code: 'invalid_input',
      provider: 'mock',
      operation,
      issues: paths.map((path) => ({ path })),
    });
    expect(mock.calls).toHaveLength(1);
  });

  it('is refused for them also when it is aborted', async () => {
    const aborted = { signal: AbortSignal.abort() };
    await expect(new MockProvider().getInstanceStatus('zzz', aborted)).rejects.toMatchObject({
      issues: [{ path: 'instanceId' }],
    });
  });
});
