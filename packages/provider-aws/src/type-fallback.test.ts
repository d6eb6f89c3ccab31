import { CapacityUnavailableError, InvalidInputError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { countOf, operationsOf, SMALL, startAws } from './testing/start-aws.js';

describe('a type that is not to be had', () => {
  it('is passed over where the region does not sell it', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.setOffered('t3.small', { region: 'us-east-1' }, false);
    const created = await run(() => provider.createInstance(SMALL));
    expect(created.instanceType).toBe('t3a.small');
    expect(created.warnings).toMatchObject([
      { code: 'other_instance_type', message: expect.stringMatching(/t3a\.small.*t3\.small/) },
    ]);
    expect(countOf(emulator, 'RunInstances')).toBe(1);
  });

  it('is passed over where there is none left, though that is a server error', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.capacity.set({ type: 't3.small' }, 0);
    emulator.capacity.set({ type: 't3a.small' }, 0);
    const created = await run(() => provider.createInstance(SMALL));
    expect(created.instanceType).toBe('t3.medium');
    expect(countOf(emulator, 'RunInstances')).toBe(3);
    expect(emulator.state.instances()).toHaveLength(1);
  });

  it('is tried blindly where the region may not be asked what it sells', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.deny('DescribeInstanceTypeOfferings');
    emulator.state.setOffered('t3.small', { region: 'us-east-1' }, false);
    const created = await run(() => provider.createInstance(SMALL));
    expect(created.instanceType).toBe('t3a.small');
  });

  it('is an error when there is nothing else, with every refusal', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.capacity.set({}, 0);
    const error: unknown = await run(() => provider.createInstance(SMALL)).catch((e) => e);
    expect(error).toBeInstanceOf(CapacityUnavailableError);
    expect(error).toMatchObject({
      outcome: 'no-instance',
      providerCode: 'InsufficientInstanceCapacity',
      cause: { errors: [{}, {}, {}] },
    });
  });

  it('is an error when the region sells none of them', async () => {
    const { provider, emulator, run } = await startAws();
    for (const type of ['t3.small', 't3a.small', 't3.medium']) {
      emulator.state.setOffered(type, { region: 'us-east-1' }, false);
    }
    await expect(run(() => provider.createInstance(SMALL))).rejects.toThrow(
      'us-east-1 sells none of t3.small, t3a.small, t3.medium',
    );
    expect(operationsOf(emulator)).not.toContain('RunInstances');
  });

  it('is an error when it was named, whatever else there is', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.capacity.set({ type: 'c5.xlarge' }, 0);
    const aws = { instanceType: 'c5.xlarge' };
    await expect(
      run(() => provider.createInstance({ ...SMALL, providerOptions: { aws } })),
    ).rejects.toBeInstanceOf(CapacityUnavailableError);
    expect(countOf(emulator, 'RunInstances')).toBe(1);
  });

  it.each([
    ['t4g.small', /for amd64, which "t4g.small" is not/],
    ['x99.huge', /sells, not "x99.huge"/],
  ])('%s is wrong input where it does not fit', async (instanceType, message) => {
    const { provider, emulator, run } = await startAws();
    const error: unknown = await run(() =>
      provider.createInstance({ ...SMALL, providerOptions: { aws: { instanceType } } }),
    ).catch((e) => e);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({
      outcome: 'no-instance',
      issues: [
        { path: 'spec.providerOptions.aws.instanceType', message: expect.stringMatching(message) },
      ],
    });
    expect(operationsOf(emulator)).not.toContain('RunInstances');
  });

  it('is read once for a while, by creations at once too', async () => {
    const { provider, emulator, clock, run } = await startAws();
    await run(() => Promise.all([1, 2, 3].map(() => provider.createInstance(SMALL))));
    await run(() => provider.createInstance(SMALL));
    expect(countOf(emulator, 'DescribeInstanceTypeOfferings')).toBe(1);
    expect(countOf(emulator, 'DescribeRegions')).toBe(1);
    await clock.advance(300_000);
    await run(() => provider.createInstance(SMALL));
    expect(countOf(emulator, 'DescribeInstanceTypeOfferings')).toBe(2);
    expect(countOf(emulator, 'DescribeRegions')).toBe(2);
  });
});
