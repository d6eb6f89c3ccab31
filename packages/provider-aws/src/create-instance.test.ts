import { gunzipSync } from 'node:zlib';
import { InvalidCredentialsError, InvalidInputError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { CREDENTIALS, ec2IdOf, operationsOf, SMALL, startAws } from './testing/start-aws.js';

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
