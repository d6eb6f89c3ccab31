import { CapacityUnavailableError, InvalidCredentialsError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { countOf, SMALL, startAws } from '../testing/start-aws.js';

const SPOT = { ...SMALL, spotInstance: true };

describe('without spot capacity', () => {
  it('an on-demand instance is made, with a warning', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.capacity.set({ market: 'spot' }, 0);
    const created = await run(() => provider.createInstance(SPOT));
    expect(created).toMatchObject({ spotInstance: false, instanceType: 't3.small' });
    expect(created.warnings).toMatchObject([{ code: 'spot_unavailable' }]);
    expect(emulator.state.launchTemplates()).toEqual([]);
    const tokens = emulator.requests
      .all()
      .filter(({ operation }) => operation === 'CreateFleet' || operation === 'RunInstances')
      .map(({ body }) => new URLSearchParams(body).get('ClientToken'));
    expect(new Set(tokens).size).toBe(2);
  });

  it('an instance that is found again has the warning too', async () => {
    const { provider, openProvider, emulator, run } = await startAws();
    emulator.capacity.set({ market: 'spot' }, 0);
    const spec = { ...SPOT, idempotencyKey: 'key-1' };
    await run(() => provider.createInstance(spec));
    const again = await run(() => openProvider().createInstance(spec));
    expect(again).toMatchObject({ reused: true, warnings: [{ code: 'spot_unavailable' }] });
  });

  it('a later call with the key asks for spot anew', async () => {
    const { provider, emulator, run } = await startAws();
    const spec = { ...SPOT, idempotencyKey: 'key-1' };
    emulator.capacity.set({}, 0);
    await expect(run(() => provider.createInstance(spec))).rejects.toBeInstanceOf(
      CapacityUnavailableError,
    );
    emulator.capacity.set({}, 10);
    const created = await run(() => provider.createInstance(spec));
    expect(created.spotInstance).toBe(true);
  });

  it.each([
    ['its quota', { quotas: { spotVcpus: 1 } }, undefined],
    ['the right to begin with it', {}, 'iam:CreateServiceLinkedRole'],
  ])('for want of %s, an on-demand instance is made', async (_, options, denied) => {
    const { provider, emulator, run } = await startAws(options);
    if (denied !== undefined) emulator.state.deny(denied);
    const created = await run(() => provider.createInstance(SPOT));
    expect(created.spotInstance).toBe(false);
    expect(created.warnings).toMatchObject([{ code: 'spot_unavailable' }]);
  });

  it('the error of what is tried on demand has that of spot beside it', async () => {
    const { provider, emulator, run } = await startAws({ quotas: { onDemandVcpus: 1 } });
    emulator.capacity.set({ market: 'spot' }, 0);
    const error: unknown = await run(() => provider.createInstance(SPOT)).catch((e) => e);
    expect(error).toMatchObject({
      code: 'quota_exceeded',
      providerCode: 'VcpuLimitExceeded',
      outcome: 'no-instance',
      cause: {
        errors: [
          { name: 'VcpuLimitExceeded' },
          { code: 'capacity_unavailable', message: expect.stringContaining('no spot instance') },
        ],
      },
    });
  });

  it('a fleet is no success for being answered, nor a failure for having errors', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.capacity.set({ type: 't3.small', market: 'spot' }, 0);
    emulator.capacity.set({ type: 't3a.small', market: 'spot' }, 0);
    const created = await run(() => provider.createInstance(SPOT));
    expect(created).toMatchObject({ instanceType: 't3.medium', spotInstance: true });
    expect(countOf(emulator, 'RunInstances')).toBe(0);
  });
});

describe('a fleet that is refused for another reason', () => {
  it('is that reason’s error, and nothing is tried on demand', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.deny('RunInstances');
    const error: unknown = await run(() => provider.createInstance(SPOT)).catch((e) => e);
    expect(error).toBeInstanceOf(InvalidCredentialsError);
    expect(error).toMatchObject({
      outcome: 'no-instance',
      message: expect.stringContaining('the permission ec2:RunInstances'),
    });
    expect(countOf(emulator, 'RunInstances')).toBe(0);
    expect(emulator.state.launchTemplates()).toEqual([]);
  });

  it('for one type only, is that type’s error', async () => {
    const { provider, emulator, run } = await startAws();
    const aws = { subnetId: 'subnet-0123456789abcdef0' };
    const error: unknown = await run(() =>
      provider.createInstance({ ...SPOT, providerOptions: { aws } }),
    ).catch((e) => e);
    expect(error).toMatchObject({
      code: 'invalid_input',
      outcome: 'no-instance',
      issues: [{ path: 'spec.providerOptions.aws.subnetId' }],
    });
    expect(emulator.state.launchTemplates()).toEqual([]);
  });
});

describe('without the right to read the image’s parameter', () => {
  it('a documented image is launched by another fleet, in us-east-1', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.deny('ssm:GetParameters');
    const created = await run(() => provider.createInstance(SPOT));
    expect(created.spotInstance).toBe(true);
    expect(created.warnings.map(({ code }) => code)).toContain('other_image');
    expect(emulator.state.launchTemplates()).toEqual([]);
  });

  it('nothing is launched elsewhere', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.deny('ssm:GetParameters');
    const spec = { ...SPOT, region: 'eu-west-1' };
    await expect(run(() => provider.createInstance(spec))).rejects.toThrow('ssm:GetParameters');
    expect(emulator.state.launchTemplates()).toEqual([]);
  });
});

describe.each(['CreateLaunchTemplate', 'CreateFleet'])('without the right to %s', (denied) => {
  it('single spot instances are asked for, type by type', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.deny(denied);
    emulator.capacity.set({ type: 't3.small', market: 'spot' }, 0);
    const created = await run(() => provider.createInstance(SPOT));
    expect(created).toMatchObject({ spotInstance: true, instanceType: 't3a.small' });
    expect(emulator.state.launchTemplates()).toEqual([]);
  });

  it('on-demand is tried after them', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.deny(denied);
    emulator.capacity.set({ market: 'spot' }, 0);
    const created = await run(() => provider.createInstance(SPOT));
    expect(created).toMatchObject({ spotInstance: false, instanceType: 't3.small' });
    expect(countOf(emulator, 'RunInstances')).toBe(4);
  });

  it('another refusal is an error', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.deny(denied);
    const aws = { subnetId: 'subnet-0123456789abcdef0' };
    await expect(
      run(() => provider.createInstance({ ...SPOT, providerOptions: { aws } })),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    expect(countOf(emulator, 'RunInstances')).toBe(1);
  });
});
