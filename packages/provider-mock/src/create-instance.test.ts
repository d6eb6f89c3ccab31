import {
  IdempotencyConflictError,
  InstanceNotFoundError,
  type InstanceSpec,
  InvalidInputError,
} from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { MockProvider } from './mock-provider.js';
import type { MockOptions } from './provider-options.js';

const small: InstanceSpec = { size: 'small', architecture: 'amd64' };

function setUp(settings = {}) {
  const clock = new VirtualClock();
  return { clock, mock: new MockProvider({}, { clock, settings }) };
}

describe('createInstance', () => {
  it('returns an instance with an id and an address of its own', async () => {
    const { mock } = setUp();
    const first = await mock.createInstance(small);
    const second = await mock.createInstance(small);

    expect(first).toEqual({
      instanceId: 'mock-000001',
      publicIp: '192.0.2.1',
      region: 'mock-1',
      instanceType: 'mock.small',
      architecture: 'amd64',
      spotInstance: false,
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
      reused: false,
      warnings: [],
    });
    expect(second).toMatchObject({ instanceId: 'mock-000002', publicIp: '192.0.2.2' });
    expect(second.idempotencyKey).not.toBe(first.idempotencyKey);
  });

  it.each([
    ['small', 'amd64', 'mock.small'],
    ['small', 'arm64', 'mock.small.arm64'],
    ['medium', 'amd64', 'mock.medium'],
    ['medium', 'arm64', 'mock.medium.arm64'],
    ['large', 'amd64', 'mock.large'],
    ['large', 'arm64', 'mock.large.arm64'],
  ] as const)('makes %s %s a %s', async (size, architecture, instanceType) => {
    const { mock } = setUp();
    expect(await mock.createInstance({ size, architecture })).toMatchObject({
      architecture,
      instanceType,
    });
  });

  it('takes an instance type and an image from the options', async () => {
    const { mock } = setUp();
    const created = await mock.createInstance({
      ...small,
      providerOptions: {
        mock: { instanceType: 'mock.large', image: 'debian-13' },
        other: { a: 1 },
      },
    });
    expect(created.instanceType).toBe('mock.large');
    expect(mock.instances[0]).toMatchObject({ instanceType: 'mock.large', image: 'debian-13' });
    expect((await mock.createInstance(small)).instanceType).toBe('mock.small');
    expect(mock.instances[1]).toMatchObject({ image: 'ubuntu-22.04' });
  });

  it('types its options for whoever imports the package', () => {
    expectTypeOf<NonNullable<InstanceSpec['providerOptions']>['mock']>().toEqualTypeOf<
      MockOptions | undefined
    >();
  });

  it.each([
    [{ instanceType: 'mock.huge' }, 'spec.providerOptions.mock.instanceType'],
    [{ instanceType: 'toString' }, 'spec.providerOptions.mock.instanceType'],
    [{ instanceType: 'mock.small.arm64' }, 'spec.providerOptions.mock.instanceType'],
    [{ image: '' }, 'spec.providerOptions.mock.image'],
    [{ image: 'debian\0' }, 'spec.providerOptions.mock.image'],
    [{ image: 'debian\n13' }, 'spec.providerOptions.mock.image'],
    [{ image: 'debian\ud800' }, 'spec.providerOptions.mock.image'],
    [{ imge: 'debian-13' }, 'spec.providerOptions.mock.imge'],
  ])('refuses the options %j', async (options, path) => {
    const { mock } = setUp();
    // Built at run time, as a program without types would.
    const providerOptions = Object.fromEntries([['mock', options]]);
    await expect(
      mock.createInstance({ ...small, idempotencyKey: 'k', providerOptions }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      outcome: 'no-instance',
      idempotencyKey: 'k',
      issues: [{ path }],
    });
    expect(mock.instances).toEqual([]);
  });

  it('refuses a region that the mock does not have', async () => {
    const { mock } = setUp();
    const failed = mock.createInstance({ ...small, region: 'mars-1', idempotencyKey: 'k' });
    await expect(failed).rejects.toBeInstanceOf(InvalidInputError);
    await expect(failed).rejects.toMatchObject({
      outcome: 'no-instance',
      idempotencyKey: 'k',
      issues: [{ path: 'spec.region', message: 'must be one of mock-1, mock-2' }],
    });
  });

  it('refuses user data that EC2 would not hold', async () => {
    const { mock } = setUp();
    await expect(
      mock.createInstance({ ...small, userData: 'x'.repeat(16_385) }),
    ).rejects.toMatchObject({ issues: [{ path: 'spec.userData' }] });
    expect(await mock.createInstance({ ...small, userData: 'x'.repeat(16_384) })).toBeDefined();
  });

  it('creates in the region of the spec, of the credentials, of the settings, in this order', async () => {
    const settings = { regions: ['north', 'south', 'west'] };
    const mock = new MockProvider({ region: 'south' }, { settings });
    expect((await mock.createInstance({ ...small, region: 'west' })).region).toBe('west');
    expect((await mock.createInstance(small)).region).toBe('south');
    const plain = new MockProvider({}, { settings });
    expect((await plain.createInstance(small)).region).toBe('north');
  });

  it('returns the lease it was given', async () => {
    const { mock, clock } = setUp();
    const expiresAt = new Date(clock.now() + 60_000);
    const created = await mock.createInstance({ ...small, expiresAt });
    expect(created.expiresAt).toEqual(expiresAt);
    expiresAt.setTime(0);
    expect((await mock.getInstanceStatus(created.instanceId)).expiresAt).toEqual(created.expiresAt);
  });

  it('keeps user data for the test, and out of every snapshot', async () => {
    const { mock } = setUp();
    const { instanceId } = await mock.createInstance({ ...small, userData: '#!/bin/sh\nfoo' });
    expect(mock.userDataOf(instanceId)).toBe('#!/bin/sh\nfoo');
    expect(JSON.stringify([mock.instances, mock.calls])).not.toContain('foo');
    expect(() => mock.userDataOf('mock-000002')).toThrow(InstanceNotFoundError);
    expect(() => mock.userDataOf('i-1')).toThrow(InvalidInputError);
  });
});

describe('an idempotency key', () => {
  const keyed: InstanceSpec = { ...small, idempotencyKey: 'build-17' };

  it('returns the instance that holds it', async () => {
    const { mock } = setUp();
    const first = await mock.createInstance(keyed);
    const second = await mock.createInstance({
      architecture: 'amd64',
      size: 'small',
      tags: {},
      idempotencyKey: 'build-17',
    });
    expect(second).toEqual({ ...first, reused: true });
    expect(mock.instances).toHaveLength(1);
  });

  it('makes calls under way together share one creation', async () => {
    const { mock, clock } = setUp({ delay: 1_000 });
    const calls = Array.from({ length: 20 }, () => mock.createInstance(keyed));
    const created = await clock.run(() => Promise.all(calls));
    expect(new Set(created.map(({ instanceId }) => instanceId))).toEqual(new Set(['mock-000001']));
    expect(mock.instances).toHaveLength(1);
  });

  it('keeps concurrent creations with other keys apart', async () => {
    const { mock, clock } = setUp({ delay: 1_000 });
    const created = await clock.run(() =>
      Promise.all(
        Array.from({ length: 500 }, (_, index) =>
          mock.createInstance({ ...small, idempotencyKey: `build-${index}` }),
        ),
      ),
    );
    expect(new Set(created.map(({ instanceId }) => instanceId)).size).toBe(500);
    expect(new Set(created.map(({ publicIp }) => publicIp)).size).toBe(500);
  });

  it('belongs to one spec: another one conflicts, whether the first is made or being made', async () => {
    const { mock, clock } = setUp({ delay: 1_000 });
    const other = { ...keyed, size: 'large' } as const;
    const [first, second] = await clock.run(() =>
      Promise.allSettled([mock.createInstance(keyed), mock.createInstance(other)]),
    );
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'idempotency_conflict' } });

    const failed = mock.createInstance(other);
    await expect(failed).rejects.toBeInstanceOf(IdempotencyConflictError);
    await expect(failed).rejects.toMatchObject({
      outcome: 'no-instance',
      idempotencyKey: 'build-17',
      message: expect.stringContaining('mock-000001'),
      issues: [{ path: 'spec.idempotencyKey' }],
    });
    expect(mock.instances).toHaveLength(1);
  });

  it.each<[string, Partial<InstanceSpec>]>([
    ['size', { size: 'medium' }],
    ['architecture', { architecture: 'arm64' }],
    ['region', { region: 'mock-2' }],
    ['user data', { userData: 'echo' }],
    ['tags', { tags: { a: 'b' } }],
    ['market', { spotInstance: true }],
    ['options', { providerOptions: { mock: { image: 'debian-13' } } }],
  ])('conflicts when the %s differs', async (_, difference) => {
    const { mock } = setUp();
    await mock.createInstance(keyed);
    await expect(mock.createInstance({ ...keyed, ...difference })).rejects.toBeInstanceOf(
      IdempotencyConflictError,
    );
  });

  it('does not conflict over the lease or the options of others, and returns the lease there is', async () => {
    const { mock, clock } = setUp();
    const expiresAt = new Date(clock.now() + 60_000);
    await mock.createInstance({ ...keyed, expiresAt });
    const again = await mock.createInstance({
      ...keyed,
      expiresAt: new Date(clock.now() + 120_000),
      providerOptions: { aws: { subnetId: 'subnet-1' } },
    });
    expect(again).toMatchObject({ reused: true, expiresAt });
  });

  it.each<[string, (mock: MockProvider, clock: VirtualClock) => unknown]>([
    ['ended', (mock) => mock.terminateInstance('mock-000001')],
    ['reclaimed', (mock) => mock.endInstance('mock-000001')],
    ['stopped', (mock) => mock.stopInstance('mock-000001')],
    ['past its lease', (_, clock) => clock.advance(60_000)],
  ])('is free again when its instance is %s, even for another spec', async (_, act) => {
    const { mock, clock } = setUp();
    await mock.createInstance({ ...keyed, expiresAt: new Date(clock.now() + 60_000) });
    await act(mock, clock);
    const next = await mock.createInstance({ ...keyed, size: 'large' });
    expect(next).toMatchObject({ instanceId: 'mock-000002', reused: false });
    expect(mock.instances.map(({ state }) => state)).toEqual(['terminated', 'running']);
  });

  it('is free again after a creation that left nothing behind', async () => {
    const { mock } = setUp();
    mock.failCall('createInstance', { moment: 'after' });
    await expect(mock.createInstance(keyed)).rejects.toMatchObject({ outcome: 'no-instance' });
    expect(await mock.createInstance(keyed)).toMatchObject({
      instanceId: 'mock-000002',
      reused: false,
    });
  });

  it('adopts an instance without an address and waits for it', async () => {
    const { mock, clock } = setUp({ addressDelay: 30_000 });
    mock.loseAnswer();
    await expect(mock.createInstance(keyed)).rejects.toMatchObject({ outcome: 'unknown' });
    await clock.advance(10_000);
    const again = await clock.run(() => mock.createInstance(keyed));
    expect(again).toMatchObject({ instanceId: 'mock-000001', reused: true });
    expect(clock.now()).toBe(Date.parse('2026-01-01T00:00:30Z'));
  });
});
