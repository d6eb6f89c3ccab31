import {
  DescribeImagesCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf, oneMachine, startEc2, UBUNTU, UBUNTU_ARM } from '../testing/start-ec2.js';

const US_EAST_1_AMI = 'ami-0c7217cdde317cfec';

describe('RunInstances', () => {
  it('launches as it is told, and shows it', async () => {
    const { client, state } = await startEc2();
    state.addKeyPair('us-east-1', 'ann');
    const { Instances, ReservationId, OwnerId } = await client.send(
      new RunInstancesCommand({
        ...oneMachine,
        MaxCount: 3,
        ClientToken: 'a-token',
        EbsOptimized: true,
        IamInstanceProfile: { Name: 'builder' },
        InstanceInitiatedShutdownBehavior: 'terminate',
        KeyName: 'ann',
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
        Monitoring: { Enabled: true },
        UserData: Buffer.from('#cloud-config').toString('base64'),
        TagSpecifications: [
          { ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'a & b' }] },
          { ResourceType: 'volume', Tags: [{ Key: 'Name', Value: 'disk' }] },
        ],
      }),
    );
    expect(ReservationId).toMatch(/^r-[0-9a-f]{17}$/);
    expect(OwnerId).toBe('123456789012');
    expect(Instances?.map(({ AmiLaunchIndex }) => AmiLaunchIndex)).toEqual([0, 1, 2]);
    expect(new Set(Instances?.map(({ InstanceId }) => InstanceId)).size).toBe(3);
    expect(Instances?.[0]).toMatchObject({
      InstanceType: 't3.small',
      Architecture: 'x86_64',
      ClientToken: 'a-token',
      EbsOptimized: true,
      IamInstanceProfile: { Arn: expect.stringMatching(/instance-profile\/builder$/) },
      KeyName: 'ann',
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
      Monitoring: { State: 'enabled' },
      Tags: [{ Key: 'Name', Value: 'a & b' }],
      Placement: { AvailabilityZone: expect.stringMatching(/^us-east-1[a-f]$/) },
    });
    expect(Instances?.[0]?.InstanceLifecycle).toBeUndefined();
    expect(state.instances()[0]).toMatchObject({
      shutdownBehavior: 'terminate',
      userData: Buffer.from('#cloud-config').toString('base64'),
    });
  });

  it('launches spot instances', async () => {
    const { client } = await startEc2();
    const { Instances } = await client.send(
      new RunInstancesCommand({ ...oneMachine, InstanceMarketOptions: { MarketType: 'spot' } }),
    );
    expect(Instances?.[0]).toMatchObject({
      InstanceLifecycle: 'spot',
      SpotInstanceRequestId: expect.stringMatching(/^sir-[a-z0-9]{8}$/),
    });
  });

  it.each<[code: string, more: Partial<RunInstancesCommandInput>]>([
    ['InvalidAMIID.NotFound', { ImageId: 'ami-0123456789abcdef0' }],
    ['InvalidAMIID.Malformed', { ImageId: 'ubuntu' }],
    ['InvalidParameterValue', { ImageId: 'resolve:ssm:/no/such/parameter' }],
    ['InvalidParameterValue', { ImageId: `${UBUNTU}:2` }],
    ['InvalidParameterValue', { ImageId: UBUNTU_ARM }],
    ['InvalidParameterValue', { InstanceType: 't4g.small' }],
    ['InvalidParameterValue', { MinCount: 2 }],
    ['InvalidKeyPair.NotFound', { KeyName: 'nobody' }],
    ['InvalidSubnetID.NotFound', { SubnetId: 'subnet-0123456789abcdef0' }],
    ['InvalidSubnetID.Malformed', { SubnetId: 'mine' }],
    ['InvalidGroup.NotFound', { SecurityGroupIds: ['sg-0123456789abcdef0'] }],
    ['InvalidGroupId.Malformed', { SecurityGroupIds: ['mine'] }],
    ['InvalidGroup.NotFound', { SecurityGroups: ['mine'] }],
    ['InvalidParameterValue', { Placement: { AvailabilityZone: 'eu-west-1a' } }],
    ['Unsupported', { Placement: { AvailabilityZone: 'us-east-1e' } }],
    ['InvalidUserData.Malformed', { UserData: '#cloud-config' }],
    ['InvalidParameterValue', { UserData: Buffer.alloc(16_385).toString('base64') }],
    ['InvalidClientToken', { ClientToken: 'x'.repeat(65) }],
    ['InvalidClientToken', { ClientToken: 'schlüssel' }],
    [
      'InvalidParameterValue',
      { InstanceMarketOptions: { MarketType: 'spot', SpotOptions: { MaxPrice: '0.0009' } } },
    ],
    [
      'SpotMaxPriceTooLow',
      { InstanceMarketOptions: { MarketType: 'spot', SpotOptions: { MaxPrice: '0.001' } } },
    ],
    [
      'InvalidParameterCombination',
      {
        InstanceMarketOptions: {
          MarketType: 'spot',
          SpotOptions: { InstanceInterruptionBehavior: 'stop' },
        },
      },
    ],
    [
      'InvalidLaunchTemplateName.NotFoundException',
      { LaunchTemplate: { LaunchTemplateName: 'none' } },
    ],
    [
      'InvalidLaunchTemplateId.NotFound',
      { LaunchTemplate: { LaunchTemplateId: 'lt-0123456789abcdef0' } },
    ],
  ])('answers %s to %j, and launches nothing', async (code, more) => {
    const { client, state } = await startEc2();
    const work = client.send(new RunInstancesCommand({ ...oneMachine, ...more }));
    expect(await codeOf(work)).toBe(code);
    expect(state.instances()).toEqual([]);
  });

  it('takes user data of 16 KB', async () => {
    const { client } = await startEc2();
    const UserData = Buffer.alloc(16_384, 'x').toString('base64');
    const work = client.send(new RunInstancesCommand({ ...oneMachine, UserData }));
    expect(await codeOf(work)).toBe('no error');
  });

  it('launches m1.small where no type is named, and needs an image', async () => {
    const { client } = await startEc2();
    const counts = { MinCount: 1, MaxCount: 1 };
    const { Instances } = await client.send(
      new RunInstancesCommand({ ...counts, ImageId: US_EAST_1_AMI }),
    );
    expect(Instances?.[0]?.InstanceType).toBe('m1.small');
    expect(await codeOf(client.send(new RunInstancesCommand(counts)))).toBe('MissingParameter');
  });
});

describe('images', () => {
  it('are of their Region, and a documented id is of us-east-1 alone', async () => {
    const { clientIn } = await startEc2();
    const launch = (region: string, ImageId: string) =>
      clientIn(region).send(new RunInstancesCommand({ ...oneMachine, ImageId }));
    const here = await launch('us-east-1', US_EAST_1_AMI);
    expect(here.Instances?.[0]?.ImageId).toBe(US_EAST_1_AMI);
    expect(await codeOf(launch('eu-west-1', US_EAST_1_AMI))).toBe('InvalidAMIID.NotFound');
    const there = await launch('eu-west-1', UBUNTU);
    expect(there.Instances?.[0]?.ImageId).not.toBe(US_EAST_1_AMI);
  });

  it('behind a parameter are the newest that DescribeImages lists', async () => {
    const { client } = await startEc2();
    const { Images = [] } = await client.send(
      new DescribeImagesCommand({
        Owners: ['099720109477'],
        Filters: [
          { Name: 'name', Values: ['ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*'] },
          { Name: 'state', Values: ['available'] },
        ],
      }),
    );
    const newest = Images.toSorted((a, b) =>
      String(b.CreationDate).localeCompare(String(a.CreationDate)),
    )[0];
    const { Instances } = await client.send(new RunInstancesCommand(oneMachine));
    expect(Instances?.[0]?.ImageId).toBe(newest?.ImageId);
    expect(newest).toMatchObject({ Architecture: 'x86_64', State: 'available' });
  });

  it('leave out what is deprecated, unless it is asked for or named', async () => {
    const { client } = await startEc2();
    const ids = async (input: object) =>
      (await client.send(new DescribeImagesCommand(input))).Images?.map(({ ImageId }) => ImageId);
    expect(await ids({})).not.toContain(US_EAST_1_AMI);
    expect(await ids({ IncludeDeprecated: true })).toContain(US_EAST_1_AMI);
    expect(await ids({ ImageIds: [US_EAST_1_AMI] })).toEqual([US_EAST_1_AMI]);
    expect(await ids({ Owners: ['self'] })).toEqual([]);
  });

  it('cannot be read from a parameter without the right, which DryRun shows as well', async () => {
    const { client, state } = await startEc2();
    state.deny('ssm:GetParameters');
    const launch = (more = {}) => client.send(new RunInstancesCommand({ ...oneMachine, ...more }));
    await expect(launch()).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringContaining('ssm:GetParameters'),
    });
    expect(await codeOf(launch({ DryRun: true }))).toBe('UnauthorizedOperation');
    expect(await codeOf(launch({ ImageId: US_EAST_1_AMI }))).toBe('no error');
  });

  it('can be added, taken away and put behind a parameter', async () => {
    const { client, state } = await startEc2();
    const launch = (ImageId: string) =>
      client.send(new RunInstancesCommand({ ...oneMachine, ImageId }));
    const id = 'ami-00000000000000001';
    state.addImage('us-east-1', {
      id,
      name: 'ours',
      description: 'ours',
      ownerId: '123456789012',
      architecture: 'x86_64',
      createdAt: new Date('2025-06-07T00:00:00Z'),
      deprecatedAt: new Date('2029-06-07T00:00:00Z'),
      rootDeviceName: '/dev/sda1',
      rootVolumeGiB: 10,
    });
    state.setSsmParameter('us-east-1', '/ours', id);
    expect((await launch('resolve:ssm:/ours')).Instances?.[0]?.ImageId).toBe(id);
    state.removeImage('us-east-1', id);
    expect(await codeOf(launch(id))).toBe('InvalidAMIID.NotFound');
    state.setSsmParameter('us-east-1', '/ours', undefined);
    expect(await codeOf(launch('resolve:ssm:/ours'))).toBe('InvalidParameterValue');
  });
});

describe('permissions', () => {
  it('to tag are needed by a launch with tags', async () => {
    const { client, state } = await startEc2();
    state.deny('CreateTags');
    const Tags = [{ Key: 'a', Value: 'b' }];
    const launch = (more = {}) =>
      codeOf(client.send(new RunInstancesCommand({ ...oneMachine, ...more })));
    expect(await launch({ TagSpecifications: [{ ResourceType: 'instance', Tags }] })).toBe(
      'UnauthorizedOperation',
    );
    expect(await launch()).toBe('no error');
  });

  it('to make the spot role are needed by the first spot launch', async () => {
    const { client, state } = await startEc2();
    state.deny('iam:CreateServiceLinkedRole');
    const InstanceMarketOptions = { MarketType: 'spot' } as const;
    const work = client.send(new RunInstancesCommand({ ...oneMachine, InstanceMarketOptions }));
    expect(await codeOf(work)).toBe('AuthFailure.ServiceLinkedRoleCreationNotPermitted');
  });
});
