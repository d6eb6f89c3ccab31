import {
  InstanceNotFoundError,
  type InstanceSpec,
  InvalidInputError,
  OperationAbortedError,
} from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { MockProvider } from './mock-provider.js';

const small: InstanceSpec = { size: 'small', architecture: 'amd64' };
const HOUR = 3_600_000;

function setUp(settings = {}) {
  const clock = new VirtualClock();
  return { clock, mock: new MockProvider({}, { clock, settings }) };
}

describe('getInstanceStatus', () => {
  it('tells everything of a running instance', async () => {
    const { mock, clock } = setUp();
    const expiresAt = new Date(clock.now() + HOUR);
    const { instanceId } = await mock.createInstance({ ...small, expiresAt });
    expect(await mock.getInstanceStatus(instanceId)).toEqual({
      instanceId,
      state: 'running',
      publicIp: '192.0.2.1',
      privateIp: '10.0.0.1',
      launchedAt: new Date('2026-01-01T00:00:00Z'),
      ready: true,
      expiresAt,
    });
  });

  it('shows a stopped instance with its address, not ready', async () => {
    const { mock } = setUp();
    const { instanceId } = await mock.createInstance(small);
    mock.stopInstance(instanceId, 'host failure');
    expect(await mock.getInstanceStatus(instanceId)).toMatchObject({
      state: 'stopped',
      publicIp: '192.0.2.1',
      ready: false,
      reason: 'host failure',
    });
  });

  it('shows an ended instance without addresses for an hour, then knows it no more', async () => {
    const { mock, clock } = setUp();
    const { instanceId } = await mock.createInstance(small);
    mock.endInstance(instanceId, 'spot capacity reclaimed');
    await clock.advance(HOUR - 1);
    expect(await mock.getInstanceStatus(instanceId)).toEqual({
      instanceId,
      state: 'terminated',
      launchedAt: new Date('2026-01-01T00:00:00Z'),
      ready: false,
      reason: 'spot capacity reclaimed',
    });
    await clock.advance(1);
    await expect(mock.getInstanceStatus(instanceId)).rejects.toBeInstanceOf(InstanceNotFoundError);
    expect(mock.instances).toEqual([]);
  });

  it('gives every caller an answer of its own', async () => {
    const { mock } = setUp();
    const { instanceId } = await mock.createInstance(small);
    (await mock.getInstanceStatus(instanceId)).launchedAt?.setTime(0);
    expect((await mock.getInstanceStatus(instanceId)).launchedAt).toEqual(
      new Date('2026-01-01T00:00:00Z'),
    );
  });

  it('rejects for an instance that never was', async () => {
    const { mock } = setUp();
    await expect(mock.getInstanceStatus('mock-000001')).rejects.toMatchObject({
      code: 'instance_not_found',
      provider: 'mock',
      operation: 'getInstanceStatus',
      instanceId: 'mock-000001',
    });
  });
});

describe('getInstanceStatuses', () => {
  it('gives each id a status or an error of its own', async () => {
    const { mock } = setUp();
    const { instanceId } = await mock.createInstance(small);
    const ids = [instanceId, 'mock-000009', 'i-0abc', '', instanceId];
    const statuses = await mock.getInstanceStatuses(ids);
    expect([...statuses.keys()]).toEqual([instanceId, 'mock-000009', 'i-0abc', '']);
    expect(statuses.get(instanceId)).toEqual(await mock.getInstanceStatus(instanceId));
    expect(statuses.get('mock-000009')).toBeInstanceOf(InstanceNotFoundError);
    expect(statuses.get('i-0abc')).toBeInstanceOf(InvalidInputError);
    expect(statuses.get('')).toBeInstanceOf(InvalidInputError);
  });

  it('answers nothing for no ids', async () => {
    const { mock } = setUp();
    expect(await mock.getInstanceStatuses([])).toEqual(new Map());
  });

  it.each([[{ 0: 'mock-000001' }], [['mock-000001', 7]], ['mock-000001'], [undefined]])(
    'refuses %j',
    async (given) => {
      const { mock } = setUp();
      await expect(Reflect.apply(mock.getInstanceStatuses, mock, [given])).rejects.toBeInstanceOf(
        InvalidInputError,
      );
    },
  );
});

describe('terminateInstance', () => {
  it('ends an instance, and succeeds again and again', async () => {
    const { mock } = setUp();
    const { instanceId } = await mock.createInstance(small);
    await mock.terminateInstance(instanceId);
    await mock.terminateInstance(instanceId);
    expect(await mock.getInstanceStatus(instanceId)).toMatchObject({
      state: 'terminated',
      ready: false,
    });
  });

  it('keeps the reason and the time of an end that came before', async () => {
    const { mock, clock } = setUp();
    const { instanceId } = await mock.createInstance(small);
    mock.endInstance(instanceId, 'host failure');
    await clock.advance(HOUR / 2);
    await mock.terminateInstance(instanceId);
    expect(await mock.getInstanceStatus(instanceId)).toMatchObject({ reason: 'host failure' });
    await clock.advance(HOUR / 2);
    await expect(mock.getInstanceStatus(instanceId)).rejects.toBeInstanceOf(InstanceNotFoundError);
  });

  it('succeeds for an instance that never was or is long gone', async () => {
    const { mock, clock } = setUp();
    const { instanceId } = await mock.createInstance(small);
    await mock.terminateInstance('mock-000777');
    await mock.terminateInstance(instanceId);
    await clock.advance(2 * HOUR);
    await mock.terminateInstance(instanceId);
    expect(mock.instances).toEqual([]);
  });

  it('ends only the instance it is given', async () => {
    const { mock } = setUp();
    const [first, second] = [await mock.createInstance(small), await mock.createInstance(small)];
    await mock.terminateInstance(first.instanceId);
    expect((await mock.getInstanceStatus(second.instanceId)).state).toBe('running');
  });
});

describe('setExpiry', () => {
  it('sets, renews, shortens into the past and removes a lease', async () => {
    const { mock, clock } = setUp();
    const { instanceId } = await mock.createInstance(small);
    for (const distance of [HOUR, 2 * HOUR, -HOUR]) {
      const expiresAt = new Date(clock.now() + distance);
      await mock.setExpiry(instanceId, expiresAt);
      expect((await mock.getInstanceStatus(instanceId)).expiresAt).toEqual(expiresAt);
    }
    await mock.setExpiry(instanceId, undefined);
    expect(await mock.getInstanceStatus(instanceId)).not.toHaveProperty('expiresAt');
  });

  it('rejects for an instance that never was or has ended, not for a stopped one', async () => {
    const { mock, clock } = setUp();
    const { instanceId } = await mock.createInstance(small);
    const expiresAt = new Date(clock.now() + HOUR);
    mock.stopInstance(instanceId);
    await mock.setExpiry(instanceId, expiresAt);
    await mock.terminateInstance(instanceId);
    for (const id of [instanceId, 'mock-000777']) {
      await expect(mock.setExpiry(id, expiresAt)).rejects.toMatchObject({
        code: 'instance_not_found',
        operation: 'setExpiry',
        instanceId: id,
      });
    }
  });

  it('refuses what is no date', async () => {
    const { mock } = setUp();
    const { instanceId } = await mock.createInstance(small);
    await expect(mock.setExpiry(instanceId, new Date('never'))).rejects.toMatchObject({
      issues: [{ path: 'expiresAt' }],
    });
  });
});

describe('every operation on an instance', () => {
  const operations: [string, (mock: MockProvider, id: string, signal?: AbortSignal) => unknown][] =
    [
      ['getInstanceStatus', (mock, id, signal) => mock.getInstanceStatus(id, { signal })],
      ['terminateInstance', (mock, id, signal) => mock.terminateInstance(id, { signal })],
      ['setExpiry', (mock, id, signal) => mock.setExpiry(id, undefined, { signal })],
    ];
  const malformed = ['', 'i-0abc', 'mock-1', 'mock-0000001', 'mock-00000a', ' mock-000001'];

  it.each(operations)('%s refuses a malformed id', async (operation, call) => {
    const { mock } = setUp();
    for (const id of malformed) {
      await expect(call(mock, id), id).rejects.toMatchObject({
        code: 'invalid_input',
        operation,
        issues: [{ path: 'instanceId' }],
      });
    }
    expect(mock.calls).toEqual([]);
  });

  it.each(operations)('%s does nothing when it was aborted before', async (_, call) => {
    const { mock } = setUp();
    const { instanceId } = await mock.createInstance(small);
    const before = mock.instances;
    await expect(call(mock, instanceId, AbortSignal.abort())).rejects.toBeInstanceOf(
      OperationAbortedError,
    );
    expect(mock.instances).toEqual(before);
  });
});

describe('validateCredentials', () => {
  it('succeeds', async () => {
    const { mock } = setUp();
    expect(await mock.validateCredentials()).toBeUndefined();
  });

  it('honours the signal and refuses unknown options', async () => {
    const { mock } = setUp();
    await expect(mock.validateCredentials({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    await expect(
      Reflect.apply(mock.validateCredentials, mock, [{ timeout: 5 }]),
    ).rejects.toMatchObject({ issues: [{ path: 'options.timeout' }] });
  });
});
