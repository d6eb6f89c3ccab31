import { NetworkFailureError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { countOf, ec2IdOf, SMALL, startAws } from '../testing/start-aws.js';

const SPOT = { ...SMALL, spotInstance: true };

describe('a spot instance', () => {
  it('comes from a fleet that has every type to choose from, and nothing is left behind', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.setSpotPrice('t3.small', { region: 'us-east-1' }, 0.001);
    const created = await run(() => provider.createInstance({ ...SPOT, tags: { env: 'pr-12' } }));
    expect(created).toMatchObject({
      spotInstance: true,
      instanceType: 't3.small',
      warnings: [],
    });
    expect(emulator.state.launchTemplates()).toEqual([]);
    const tags = { env: 'pr-12', 'stagely-managed': '1' };
    expect(emulator.state.instances()).toMatchObject([{ tags }]);
    const listed = await run(async () => {
      for await (const instance of provider.listInstances()) return instance;
      return undefined;
    });
    expect(listed?.tags).toEqual({ env: 'pr-12' });
    const fleet = emulator.requests.all().find(({ operation }) => operation === 'CreateFleet');
    const parameters = Object.fromEntries(new URLSearchParams(fleet?.body));
    expect(parameters).toMatchObject({
      Type: 'instant',
      'TargetCapacitySpecification.TotalTargetCapacity': '1',
      'TargetCapacitySpecification.DefaultTargetCapacityType': 'spot',
      'SpotOptions.AllocationStrategy': 'price-capacity-optimized',
      'SpotOptions.InstanceInterruptionBehavior': 'terminate',
      ClientToken: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const overrides = Object.entries(parameters).filter(([name]) =>
      /Overrides.*InstanceType/.test(name),
    );
    expect(overrides.map(([, type]) => type)).toEqual(['t3.small', 't3a.small', 't3.medium']);
    expect(Object.keys(parameters).filter((name) => /Price$/.test(name))).toEqual([]);
  });

  it('has its user data and options by the template', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.addKeyPair('us-east-1', 'deploy');
    const aws = { keyName: 'deploy' };
    await run(() =>
      provider.createInstance({ ...SPOT, userData: '#!/bin/sh\n', providerOptions: { aws } }),
    );
    const template = emulator.requests
      .all()
      .find(({ operation }) => operation === 'CreateLaunchTemplate');
    expect(Object.fromEntries(new URLSearchParams(template?.body))).toMatchObject({
      'LaunchTemplateData.KeyName': 'deploy',
      'LaunchTemplateData.UserData': Buffer.from('#!/bin/sh\n').toString('base64'),
      'LaunchTemplateData.InstanceInitiatedShutdownBehavior': 'terminate',
      'LaunchTemplateData.MetadataOptions.HttpTokens': 'required',
      'LaunchTemplateData.NetworkInterface.1.AssociatePublicIpAddress': 'true',
    });
  });

  it('may be of another type than the first, with a warning', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.capacity.set({ type: 't3.small', market: 'spot' }, 0);
    const created = await run(() => provider.createInstance(SPOT));
    expect(created.spotInstance).toBe(true);
    expect(created.warnings).toMatchObject([{ code: 'other_instance_type' }]);
  });

  it('comes from a template that is visible only after a while, made once', async () => {
    const { provider, emulator, run } = await startAws({
      consistencyWindowMs: { getMs: 4_000, listMs: 4_000, staleProbability: 1 },
    });
    const created = await run(() => provider.createInstance(SPOT));
    expect(created.spotInstance).toBe(true);
    expect(emulator.state.launchTemplates()).toEqual([]);
    expect(emulator.state.instances()).toHaveLength(1);
  });

  it('comes from a template that shows only when the window is over, by slow answers', async () => {
    const { provider, emulator, run } = await startAws({ consistencyWindowMs: 10_000 });
    emulator.faults.add({
      operation: 'CreateFleet',
      times: 'always',
      fault: { type: 'slowDrip', bytesPerChunk: 64, intervalMs: 500 },
    });
    expect(await run(() => provider.createInstance(SPOT))).toMatchObject({ spotInstance: true });
  });

  it('comes from a template that another call with its key has removed meanwhile', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.faults.add({
      operation: 'CreateFleet',
      times: 2,
      fault: { type: 'status', status: 400, code: 'InvalidLaunchTemplateName.NotFoundException' },
    });
    const created = await run(() => provider.createInstance(SPOT));
    expect(created.spotInstance).toBe(true);
    expect(countOf(emulator, 'CreateLaunchTemplate')).toBe(3);
    expect(emulator.state.launchTemplates()).toEqual([]);
  });

  it('is an error of the network when its template never shows', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.faults.add({
      operation: 'CreateFleet',
      probability: 1,
      fault: { type: 'status', status: 400, code: 'InvalidLaunchTemplateName.NotFoundException' },
    });
    const error: unknown = await run(() => provider.createInstance(SPOT)).catch((e) => e);
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error).toMatchObject({ outcome: 'no-instance' });
    expect(emulator.state.launchTemplates()).toEqual([]);
  });

  it.each(['resetAfter', 'truncated'] as const)(
    'whose answer was lost is had by the same request: %s',
    async (type) => {
      const { provider, emulator, run } = await startAws();
      emulator.faults.add({ operation: 'CreateFleet', fault: { type } });
      const created = await run(() => provider.createInstance(SPOT));
      expect(created.spotInstance).toBe(true);
      expect(emulator.state.instances()).toHaveLength(1);
      expect(emulator.state.launchTemplates()).toEqual([]);
    },
  );

  it('leaves no template when its answer was lost twice', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.faults.add({ operation: 'CreateFleet', times: 2, fault: { type: 'resetAfter' } });
    const created = await run(() => provider.createInstance(SPOT));
    expect(created.spotInstance).toBe(true);
    expect(emulator.state.instances()).toHaveLength(1);
    expect(emulator.state.launchTemplates()).toEqual([]);
  });

  it('leaves no template when the answer to making it was lost', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.faults.add({ operation: 'CreateLaunchTemplate', fault: { type: 'resetAfter' } });
    const error: unknown = await run(() => provider.createInstance(SPOT)).catch((e) => e);
    expect(error).toMatchObject({ code: 'network_failure', outcome: 'no-instance' });
    expect(emulator.state.launchTemplates()).toEqual([]);
    expect(emulator.state.instances()).toEqual([]);
  });

  it('warns of a template that cannot be removed, and sweeping removes it when nobody can need it', async () => {
    const { provider, emulator, clock, run } = await startAws();
    emulator.state.deny('DeleteLaunchTemplate');
    const created = await run(() => provider.createInstance(SPOT));
    expect(created.warnings).toContainEqual({
      code: 'cleanup_failed',
      message: expect.stringMatching(
        /launch template stagely-[0-9a-f]{32}-[0-9a-f]{16} in us-east-1/,
      ),
    });
    emulator.state.allow('DeleteLaunchTemplate');
    expect(await run(() => provider.sweep())).toEqual({ removed: [], failed: [] });
    await clock.advance(900_000);
    expect(await run(() => provider.sweep())).toEqual({
      removed: [{ kind: 'launch template', id: expect.stringMatching(/^us-east-1\/lt-/) }],
      failed: [],
    });
    expect(emulator.state.launchTemplates()).toEqual([]);
    expect((await run(() => provider.getInstanceStatus(created.instanceId))).ready).toBe(true);
  });

  it('tolerates throttling when it removes its template', async () => {
    const { provider, emulator, run } = await startAws();
    const fault = { type: 'status', status: 503, code: 'RequestLimitExceeded' } as const;
    emulator.faults.add({ operation: 'DeleteLaunchTemplate', times: 2, fault });
    const created = await run(() => provider.createInstance(SPOT));
    expect(created.warnings.map(({ code }) => code)).not.toContain('cleanup_failed');
    expect(emulator.state.launchTemplates()).toEqual([]);
  });
});

describe('a spot instance that was reclaimed', () => {
  it('says so', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = await run(() => provider.createInstance(SPOT));
    emulator.state.reclaimSpotInstance(ec2IdOf(instanceId));
    const status = await run(() => provider.getInstanceStatus(instanceId));
    expect(status).toMatchObject({
      state: 'terminated',
      ready: false,
      reason: expect.stringMatching(/^Server\.SpotInstanceTermination: /),
    });
  });

  it('is replaced when its key is used again, though its fleet’s token still names it', async () => {
    const { provider, emulator, run } = await startAws();
    const spec = { ...SPOT, idempotencyKey: 'key-1' };
    const first = await run(() => provider.createInstance(spec));
    emulator.state.reclaimSpotInstance(ec2IdOf(first.instanceId));
    const second = await run(() => provider.createInstance(spec));
    expect(second).toMatchObject({ spotInstance: true, reused: false });
    expect(second.instanceId).not.toBe(first.instanceId);
  });

  it('is replaced even when no list shows it any more', async () => {
    const { provider, emulator, clock, run } = await startAws();
    const spec = { ...SPOT, idempotencyKey: 'key-1' };
    const first = await run(() => provider.createInstance(spec));
    emulator.state.reclaimSpotInstance(ec2IdOf(first.instanceId));
    await clock.advance(3_700_000);
    const second = await run(() => provider.createInstance(spec));
    expect(second.spotInstance).toBe(true);
    expect(second.instanceId).not.toBe(first.instanceId);
  });
});

describe('calls with one key at once in several processes', () => {
  it('make one spot instance and leave no template', async () => {
    const { openProvider, emulator, run } = await startAws({ consistencyWindowMs: 10_000 });
    const spec = { ...SPOT, idempotencyKey: 'key-1' };
    const created = await run(() =>
      Promise.all([1, 2, 3].map(() => openProvider().createInstance(spec))),
    );
    expect(new Set(created.map(({ instanceId }) => instanceId)).size).toBe(1);
    const alive = emulator.state.instances().filter(({ state }) => /pending|running/.test(state));
    expect(alive).toHaveLength(1);
    expect(emulator.state.launchTemplates()).toEqual([]);
  });
});
