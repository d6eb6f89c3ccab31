import { gunzipSync } from 'node:zlib';
import {
  CapacityUnavailableError,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
} from '@stagely/core';
import { describe, expect, it } from 'vitest';
import {
  CREDENTIALS,
  countOf,
  ec2IdOf,
  operationsOf,
  SMALL,
  startAws,
} from './testing/start-aws.js';

describe('an on-demand instance', () => {
  it('is one as the spec says, with all that makes it safe', async () => {
    const { provider, emulator, run } = await startAws();
    const created = await run(() =>
      provider.createInstance({ ...SMALL, tags: { env: 'pr-12', Name: 'preview' } }),
    );
    expect(created).toMatchObject({
      instanceId: expect.stringMatching(/^us-east-1\/i-[0-9a-f]{17}$/),
      region: 'us-east-1',
      instanceType: 't3.small',
      architecture: 'amd64',
      spotInstance: false,
      reused: false,
      warnings: [],
    });
    const [instance] = emulator.state.instances();
    expect(instance).toMatchObject({
      publicIp: created.publicIp,
      tags: { env: 'pr-12', Name: 'preview', 'stagely-managed': '1' },
    });
    const launch = emulator.requests.all().find(({ operation }) => operation === 'RunInstances');
    const parameters = new URLSearchParams(launch?.body);
    expect(Object.fromEntries(parameters)).toMatchObject({
      MinCount: '1',
      MaxCount: '1',
      ImageId: expect.stringMatching(/^resolve:ssm:.*\/22\.04\/stable\/current\/amd64\//),
      InstanceInitiatedShutdownBehavior: 'terminate',
      'MetadataOptions.HttpTokens': 'required',
      'NetworkInterface.1.DeviceIndex': '0',
      'NetworkInterface.1.AssociatePublicIpAddress': 'true',
      ClientToken: expect.stringMatching(/^[0-9a-f]{64}$/),
      'TagSpecification.1.ResourceType': 'instance',
      'TagSpecification.2.ResourceType': 'volume',
    });
  });

  it('ends when it is shut down from inside', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = await run(() => provider.createInstance(SMALL));
    emulator.state.shutDownFromInside(ec2IdOf(instanceId));
    const { state, reason } = await run(() => provider.getInstanceStatus(instanceId));
    expect(state).toBe('terminated');
    expect(reason).toMatch(/^Client\.InstanceInitiatedShutdown: /);
  });

  it('has what the options say', async () => {
    const { provider, emulator, run } = await startAws();
    const { state } = emulator;
    const { vpcId, subnetIds } = state.addVpc('us-east-1');
    const groupId = state.addSecurityGroup('us-east-1', vpcId, 'builders');
    state.addKeyPair('us-east-1', 'deploy');
    const subnetId = subnetIds[0] ?? '';
    const created = await run(() =>
      provider.createInstance({
        size: 'large',
        architecture: 'amd64',
        providerOptions: {
          aws: {
            instanceType: 'm5.xlarge',
            subnetId,
            securityGroupIds: [groupId],
            keyName: 'deploy',
            iamInstanceProfile: 'builder',
            image: 'ami-0c7217cdde317cfec',
          },
        },
      }),
    );
    expect(created).toMatchObject({ instanceType: 'm5.xlarge', warnings: [] });
    const launch = emulator.requests.all().find(({ operation }) => operation === 'RunInstances');
    expect(Object.fromEntries(new URLSearchParams(launch?.body))).toMatchObject({
      ImageId: 'ami-0c7217cdde317cfec',
      'NetworkInterface.1.SubnetId': subnetId,
      'NetworkInterface.1.SecurityGroupId.1': groupId,
      KeyName: 'deploy',
      'IamInstanceProfile.Name': 'builder',
    });
  });

  it('is of the architecture that is asked for', async () => {
    const { provider, run } = await startAws();
    const created = await run(() =>
      provider.createInstance({ size: 'medium', architecture: 'arm64' }),
    );
    expect(created).toMatchObject({ instanceType: 'c6g.xlarge', architecture: 'arm64' });
  });
});

describe('user data', () => {
  it('is sent as it is, up to what EC2 takes', async () => {
    const { provider, emulator, run } = await startAws();
    const userData = `#!/bin/sh\n${'é'.repeat(8_187)}`;
    await run(() => provider.createInstance({ ...SMALL, userData }));
    expect(Buffer.from(sentUserData(emulator), 'base64').toString()).toBe(userData);
  });

  it('is compressed when it is longer', async () => {
    const { provider, emulator, run } = await startAws();
    const userData = `#!/bin/sh\n${'é'.repeat(8_188)}`;
    await run(() => provider.createInstance({ ...SMALL, userData }));
    expect(gunzipSync(Buffer.from(sentUserData(emulator), 'base64')).toString()).toBe(userData);
  });
});

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

describe('the image', () => {
  const germany = { ...SMALL, region: 'eu-central-1' };

  it('is a documented one where the parameter may not be read, in us-east-1', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.deny('ssm:GetParameters');
    const created = await run(() => provider.createInstance(SMALL));
    expect(created.warnings).toMatchObject([
      { code: 'other_image', message: expect.stringContaining('ssm:GetParameters') },
    ]);
    const launches = emulator.requests
      .all()
      .filter(({ operation }) => operation === 'RunInstances');
    expect(launches.map(({ body }) => new URLSearchParams(body).get('ImageId'))).toEqual([
      expect.stringMatching(/^resolve:ssm:/),
      'ami-0c7217cdde317cfec',
    ]);
  });

  it('cannot be found without that right in any other region', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.deny('ssm:GetParameters');
    const error: unknown = await run(() => provider.createInstance(germany)).catch((e) => e);
    expect(error).toBeInstanceOf(InvalidCredentialsError);
    expect(error).toMatchObject({
      outcome: 'no-instance',
      message: expect.stringContaining('ssm:GetParameters'),
    });
  });

  it('of the spec has nothing to stand in for it', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.deny('ssm:GetParameters');
    const image = 'resolve:ssm:/my/image';
    await expect(
      run(() => provider.createInstance({ ...SMALL, providerOptions: { aws: { image } } })),
    ).rejects.toBeInstanceOf(InvalidCredentialsError);
    expect(emulator.state.instances()).toEqual([]);
  });
});

describe('an answer to RunInstances that is lost', () => {
  it.each(['resetAfter', 'truncated', 'empty'] as const)(
    'is had by the same request again: %s',
    async (type) => {
      const { provider, emulator, run } = await startAws();
      emulator.faults.add({ operation: 'RunInstances', fault: { type } });
      const created = await run(() => provider.createInstance(SMALL));
      expect(emulator.state.instances()).toMatchObject([{ publicIp: created.publicIp }]);
      expect(countOf(emulator, 'RunInstances')).toBe(2);
    },
  );

  it('twice is found by its tags', async () => {
    const { provider, emulator, run } = await startAws({ consistencyWindowMs: 5_000 });
    emulator.faults.add({ operation: 'RunInstances', times: 2, fault: { type: 'resetAfter' } });
    const created = await run(() => provider.createInstance(SMALL));
    expect(emulator.state.instances()).toMatchObject([{ publicIp: created.publicIp }]);
    expect(countOf(emulator, 'RunInstances')).toBe(2);
  });

  it('leaves no machine when the request had no effect', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.faults.add({ operation: 'RunInstances', times: 2, fault: { type: 'resetBefore' } });
    const error: unknown = await run(() => provider.createInstance(SMALL)).catch((e) => e);
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error).toMatchObject({ outcome: 'no-instance' });
  });

  it('is asked for once more only when it was lost', async () => {
    const { provider, emulator, run } = await startAws({ quotas: { onDemandVcpus: 1 } });
    await expect(run(() => provider.createInstance(SMALL))).rejects.toMatchObject({
      code: 'quota_exceeded',
      outcome: 'no-instance',
    });
    expect(countOf(emulator, 'RunInstances')).toBe(1);
  });

  it('is not settled by throttling', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.faults.add({ operation: 'RunInstances', fault: { type: 'resetAfter' } });
    emulator.faults.add({
      operation: 'RunInstances',
      nth: 2,
      fault: { type: 'status', status: 503, code: 'RequestLimitExceeded' },
    });
    await run(() => provider.createInstance(SMALL));
    expect(emulator.state.instances()).toHaveLength(1);
  });

  it('may still come to a machine when the request has timed out, whatever the second one is refused with', async () => {
    const { provider, emulator, run } = await startAws({ quotas: { onDemandVcpus: 1 } });
    emulator.faults.add({ operation: 'RunInstances', fault: { type: 'hang' } });
    const error: unknown = await run(() =>
      provider.createInstance({ ...SMALL, idempotencyKey: 'key-1' }),
    ).catch((e) => e);
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error).toMatchObject({
      outcome: 'unknown',
      idempotencyKey: 'key-1',
      message: expect.stringContaining('RunInstances got no answer within 30 s'),
    });
  });
});

describe('an instance that ends before it has an address', () => {
  it.each([
    ['Server.InsufficientInstanceCapacity', 'There is none', CapacityUnavailableError],
    [
      'Server.SpotInstanceTermination',
      'Server.SpotInstanceTermination: gone',
      CapacityUnavailableError,
    ],
    ['Client.VolumeLimitExceeded', 'Too many', QuotaExceededError],
    ['Server.InternalError', 'It broke', NetworkFailureError],
    ['Client.InternalError', 'No key', InvalidInputError],
    ['Client.InvalidSnapshot.NotFound', 'No snapshot', InvalidInputError],
    ['Client.SomethingNew', 'What', NetworkFailureError],
  ])('for %s', async (code, message, expected) => {
    const { provider, emulator, clock, run } = await startAws();
    emulator.state.failLaunches({ reason: { code, message } });
    const startedAt = clock.now();
    const error: unknown = await run(() => provider.createInstance(SMALL)).catch((e) => e);
    expect(error).toBeInstanceOf(expected);
    expect(error).toMatchObject({ outcome: 'no-instance', message: expect.stringContaining(code) });
    expect(clock.now() - startedAt).toBeLessThan(60_000);
  });

  it('by hand is not found any more', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.requests.onRequest(({ operation }) => {
      const [instance] = emulator.state.instances();
      if (operation === 'DescribeInstances' && instance) {
        emulator.state.terminateInstance(instance.instanceId, {
          code: 'Client.UserInitiatedShutdown',
          message: 'Client.UserInitiatedShutdown: User initiated shutdown',
        });
      }
    });
    await expect(run(() => provider.createInstance(SMALL))).rejects.toMatchObject({
      code: 'instance_not_found',
      outcome: 'no-instance',
    });
  });
});

describe('a key', () => {
  const keyed = { ...SMALL, idempotencyKey: 'preview-12' };

  it('is free at once when this provider has ended its machine, however often', async () => {
    const { provider, emulator, clock, run } = await startAws({}, { visibilityWindowMs: 10_000 });
    for (let time = 0; time < 3; time++) {
      const { instanceId } = await run(() => provider.createInstance(keyed));
      await run(() => provider.terminateInstance(instanceId));
    }
    const startedAt = clock.now();
    await run(() => provider.createInstance(keyed));
    expect(clock.now() - startedAt).toBeLessThan(25_000);
    expect(countOf(emulator, 'RunInstances')).toBe(4);
  });

  it('is free at once for another process too, as long as EC2 shows what has ended', async () => {
    const { provider, openProvider, emulator, run } = await startAws();
    const { instanceId } = await run(() => provider.createInstance(keyed));
    await run(() => provider.terminateInstance(instanceId));
    await run(() => openProvider().createInstance(keyed));
    expect(countOf(emulator, 'RunInstances')).toBe(2);
  });

  it('is free when its machine was ended otherwise, even when that is forgotten', async () => {
    const { provider, openProvider, emulator, clock, run } = await startAws();
    for (let time = 0; time < 7; time++) {
      const { instanceId } = await run(() => openProvider().createInstance(keyed));
      emulator.state.terminateInstance(ec2IdOf(instanceId));
      await clock.advance(3_700_000);
    }
    await run(() => provider.createInstance(keyed));
    const alive = emulator.state.instances().filter(({ state }) => state === 'running');
    expect(alive).toHaveLength(1);
  });

  it('of a machine that is found twice at once makes one machine in all', async () => {
    const { openProvider, emulator, run } = await startAws({ consistencyWindowMs: 10_000 });
    const created = await run(() =>
      Promise.all([1, 2, 3].map(() => openProvider().createInstance(keyed))),
    );
    expect(new Set(created.map(({ instanceId }) => instanceId)).size).toBe(1);
    const alive = emulator.state.instances().filter(({ state }) => /pending|running/.test(state));
    expect(alive).toHaveLength(1);
  });
});

describe('a machine that another call adopts', () => {
  it('is marked, and left alone by its maker from then on', async () => {
    const { openProvider, emulator, clock } = await startAws({}, { visibilityWindowMs: 10_000 });
    const spec = { ...SMALL, idempotencyKey: 'preview-12' };
    const controller = new AbortController();
    const { signal } = controller;
    const made = openProvider().createInstance(spec, { signal });
    made.catch(() => undefined);
    await clock.advance(5_000);
    const adopted = openProvider().createInstance(spec);
    await clock.advance(7_000);
    expect(emulator.state.instances()).toMatchObject([{ tags: { 'stagely-adopted': '1' } }]);
    controller.abort();
    const { instanceId, reused } = await clock.run(() => adopted);
    expect(reused).toBe(true);
    await expect(clock.run(() => made)).rejects.toMatchObject({
      code: 'aborted',
      outcome: 'instance-exists',
      instanceId,
    });
    expect(emulator.state.instances()).toMatchObject([{ state: 'running' }]);
  });
});

describe('the region of a spec', () => {
  it.each([
    ['eu-west-9', /must be a region of AWS/],
    ['af-south-1', /enabled for the account/],
    ['nowhere', /must be a region such as/],
  ])('%s is refused before anything is made', async (region, message) => {
    const { provider, emulator, run } = await startAws();
    const error: unknown = await run(() => provider.createInstance({ ...SMALL, region })).catch(
      (e) => e,
    );
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({
      outcome: 'no-instance',
      idempotencyKey: expect.any(String),
      issues: [{ path: 'spec.region', message: expect.stringMatching(message) }],
    });
    expect(operationsOf(emulator)).not.toContain('RunInstances');
  });

  it('is judged by its form where the account may not list regions', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.deny('DescribeRegions');
    const created = await run(() => provider.createInstance({ ...SMALL, region: 'eu-west-1' }));
    expect(created.region).toBe('eu-west-1');
  });

  it('must be one of those of the settings', async () => {
    const { openProvider, emulator, run } = await startAws();
    const provider = openProvider({ regions: ['us-east-1', 'us-west-2'] });
    await expect(
      run(() => provider.createInstance({ ...SMALL, region: 'eu-west-1' })),
    ).rejects.toThrow('must be one of settings.regions');
    expect(operationsOf(emulator)).toEqual([]);
  });

  it('of the credentials may be the wrong one', async () => {
    const { openProvider, run } = await startAws();
    const provider = openProvider({}, { ...CREDENTIALS, region: 'eu-west-9' });
    await expect(run(() => provider.createInstance(SMALL))).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: 'spec.region' }],
    });
  });
});

function sentUserData({
  requests,
}: {
  requests: { all(): readonly { body?: string | undefined }[] };
}) {
  const bodies = requests.all().map(({ body }) => new URLSearchParams(body));
  return bodies.find((body) => body.get('Action') === 'RunInstances')?.get('UserData') ?? '';
}
