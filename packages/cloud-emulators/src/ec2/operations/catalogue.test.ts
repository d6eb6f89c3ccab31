import {
  DescribeAvailabilityZonesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSpotInstanceRequestsCommand,
  DescribeSpotPriceHistoryCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf, oneMachine, startEc2 } from '../testing/start-ec2.js';

describe('Regions and zones', () => {
  it('are those that need no opting in, unless all are asked for', async () => {
    const { client } = await startEc2();
    const { Regions = [] } = await client.send(new DescribeRegionsCommand({}));
    expect(Regions).toHaveLength(17);
    expect(Regions).toContainEqual({
      RegionName: 'eu-west-1',
      Endpoint: 'ec2.eu-west-1.amazonaws.com',
      OptInStatus: 'opt-in-not-required',
    });
    const all = await client.send(
      new DescribeRegionsCommand({
        AllRegions: true,
        Filters: [{ Name: 'opt-in-status', Values: ['not-opted-in'] }],
      }),
    );
    expect(all.Regions?.map(({ RegionName }) => RegionName)).toContain('af-south-1');
    const work = client.send(new DescribeRegionsCommand({ RegionNames: ['eu-west-9'] }));
    expect(await codeOf(work)).toBe('InvalidParameterValue');
  });

  it('have names and ids', async () => {
    const { clientIn } = await startEc2();
    const client = clientIn('ap-northeast-1');
    const { AvailabilityZones = [] } = await client.send(new DescribeAvailabilityZonesCommand({}));
    expect(AvailabilityZones.map(({ ZoneName }) => ZoneName)).toEqual([
      'ap-northeast-1a',
      'ap-northeast-1c',
      'ap-northeast-1d',
    ]);
    const one = await client.send(new DescribeAvailabilityZonesCommand({ ZoneIds: ['apne1-az2'] }));
    expect(one.AvailabilityZones).toMatchObject([{ ZoneName: 'ap-northeast-1c' }]);
    const wrong = new DescribeAvailabilityZonesCommand({ ZoneNames: ['us-east-1a'] });
    expect(await codeOf(client.send(wrong))).toBe('InvalidParameterValue');
  });

  it('know nothing of each other', async () => {
    const { client, clientIn, state } = await startEc2();
    await client.send(new RunInstancesCommand(oneMachine));
    const Placement = { AvailabilityZone: 'eu-west-1a' };
    await clientIn('eu-west-1').send(new RunInstancesCommand({ ...oneMachine, Placement }));
    expect(state.instances('us-east-1')).toHaveLength(1);
    expect(state.instances('eu-west-1')).toMatchObject([{ zone: 'eu-west-1a' }]);
    expect(state.instances('eu-west-2')).toEqual([]);
    const vpcOf = async (region: string) =>
      (await clientIn(region).send(new DescribeVpcsCommand({}))).Vpcs?.[0]?.VpcId;
    expect(await vpcOf('eu-west-1')).not.toBe(await vpcOf('us-east-1'));
    expect(() => state.instances('eu-west-9')).toThrow(RangeError);
  });
});

describe('instance types', () => {
  it('are described', async () => {
    const { client } = await startEc2();
    const { InstanceTypes } = await client.send(
      new DescribeInstanceTypesCommand({ InstanceTypes: ['c6g.2xlarge', 't2.micro'] }),
    );
    expect(InstanceTypes).toMatchObject([
      {
        InstanceType: 'c6g.2xlarge',
        SupportedUsageClasses: ['on-demand', 'spot'],
        ProcessorInfo: { SupportedArchitectures: ['arm64'] },
        VCpuInfo: { DefaultVCpus: 8, DefaultCores: 8 },
        MemoryInfo: { SizeInMiB: 16_384 },
      },
      { InstanceType: 't2.micro', SupportedUsageClasses: ['on-demand'] },
    ]);
    const unknown = new DescribeInstanceTypesCommand({ InstanceTypes: ['t3.small', 'c1.xlarge'] });
    await expect(client.send(unknown)).rejects.toMatchObject({
      name: 'InvalidInstanceType',
      message: expect.stringContaining('c1.xlarge'),
    });
  });

  it('are listed in pages, by filter', async () => {
    const { client } = await startEc2();
    const { InstanceTypes, NextToken } = await client.send(
      new DescribeInstanceTypesCommand({
        MaxResults: 5,
        Filters: [{ Name: 'processor-info.supported-architecture', Values: ['arm64'] }],
      }),
    );
    expect(InstanceTypes).toHaveLength(5);
    expect(NextToken).toBeDefined();
    const both = new DescribeInstanceTypesCommand({ InstanceTypes: ['t3.small'], MaxResults: 5 });
    expect(await codeOf(client.send(both))).toBe('InvalidParameterCombination');
  });

  it('are offered by Region and by zone', async () => {
    const { client, state } = await startEc2();
    state.setOffered('c5.xlarge', { region: 'us-east-1', zone: 'us-east-1a' }, false);
    const where = async (
      LocationType?: 'region' | 'availability-zone' | 'availability-zone-id',
    ) => {
      const { InstanceTypeOfferings } = await client.send(
        new DescribeInstanceTypeOfferingsCommand({
          LocationType,
          Filters: [{ Name: 'instance-type', Values: ['c5.xlarge'] }],
        }),
      );
      return InstanceTypeOfferings?.map(({ Location }) => Location);
    };
    expect(await where()).toEqual(['us-east-1']);
    expect(await where('availability-zone')).toEqual([...'bcdf'].map((zone) => `us-east-1${zone}`));
    expect(await where('availability-zone-id')).toContain('use1-az2');
    state.setOffered('c5.xlarge', { region: 'us-east-1' }, false);
    expect(await where()).toEqual([]);
    const types = new DescribeInstanceTypesCommand({ InstanceTypes: ['c5.xlarge'] });
    expect(await codeOf(client.send(types))).toBe('InvalidInstanceType');
    expect(() => state.setOffered('cx21', { region: 'us-east-1' }, true)).toThrow(RangeError);
    expect(() =>
      state.setOffered('c5.xlarge', { region: 'us-east-1', zone: 'us-east-1z' }, true),
    ).toThrow(RangeError);
  });
});

describe('networks', () => {
  it('are found by filter, by id, and not when they are unknown', async () => {
    const { client, state } = await startEc2();
    const vpc = state.addVpc('us-east-1', { block: 3 });
    const group = state.addSecurityGroup('us-east-1', vpc.vpcId, 'web');
    const Filters = [{ Name: 'vpc-id', Values: [vpc.vpcId] }];
    const { Subnets } = await client.send(new DescribeSubnetsCommand({ Filters }));
    expect(Subnets?.map(({ SubnetId }) => SubnetId)).toEqual(vpc.subnetIds);
    const byZone = [
      { Name: 'availabilityZone', Values: ['us-east-1b'] },
      { Name: 'defaultForAz', Values: ['false'] },
    ];
    const inZone = await client.send(new DescribeSubnetsCommand({ Filters: byZone }));
    expect(inZone.Subnets?.map(({ SubnetId }) => SubnetId)).toEqual([vpc.subnetIds[1]]);
    const { SecurityGroups } = await client.send(new DescribeSecurityGroupsCommand({ Filters }));
    expect(SecurityGroups?.map(({ GroupId }) => GroupId)).toEqual([
      vpc.defaultSecurityGroupId,
      group,
    ]);
    const named = await client.send(new DescribeSecurityGroupsCommand({ GroupNames: ['default'] }));
    expect(named.SecurityGroups).toHaveLength(1);
    const vpcs = (...VpcIds: string[]) => codeOf(client.send(new DescribeVpcsCommand({ VpcIds })));
    expect(await vpcs('vpc-01234567')).toBe('InvalidVpcID.NotFound');
    expect(await vpcs('mine')).toBe('InvalidVpcID.Malformed');
    const subnet = new DescribeSubnetsCommand({ SubnetIds: ['subnet-01234567'] });
    expect(await codeOf(client.send(subnet))).toBe('InvalidSubnetID.NotFound');
    for (const input of [{ GroupIds: ['sg-01234567'] }, { GroupNames: ['web'] }]) {
      const groups = client.send(new DescribeSecurityGroupsCommand(input));
      expect(await codeOf(groups)).toBe('InvalidGroup.NotFound');
    }
  });
});

describe('the spot market', () => {
  it('has prices that can be set, and a history of them', async () => {
    const { client, clock, state } = await startEc2();
    const prices = async (input = {}) => {
      const command = new DescribeSpotPriceHistoryCommand({
        InstanceTypes: ['c5.xlarge'],
        AvailabilityZone: 'us-east-1a',
        ProductDescriptions: ['Linux/UNIX'],
        ...input,
      });
      const { SpotPriceHistory } = await client.send(command);
      return SpotPriceHistory?.map(({ SpotPrice }) => Number(SpotPrice));
    };
    const [first = 0] = (await prices()) ?? [];
    expect(first).toBeGreaterThan(0.05);
    expect(first).toBeLessThan(0.17);
    await clock.advance(60_000);
    state.setSpotPrice('c5.xlarge', { region: 'us-east-1' }, 0.2);
    expect(await prices()).toEqual([0.2, first]);
    expect(await prices({ StartTime: new Date(clock.now()) })).toEqual([0.2]);
    expect(await prices({ EndTime: new Date(clock.now() - 1) })).toEqual([first]);
    expect(await prices({ ProductDescriptions: ['Windows'] })).toEqual([]);
    expect(await codeOf(prices({ AvailabilityZone: 'eu-west-1a' }))).toBe('InvalidParameterValue');
  });

  it('shows the requests behind spot instances', async () => {
    const { client, clock, state } = await startEc2();
    const InstanceMarketOptions = { MarketType: 'spot' } as const;
    const { Instances } = await client.send(
      new RunInstancesCommand({ ...oneMachine, InstanceMarketOptions }),
    );
    await client.send(new RunInstancesCommand(oneMachine));
    const id = Instances?.[0]?.InstanceId ?? '';
    const requests = async (input = {}) =>
      (await client.send(new DescribeSpotInstanceRequestsCommand(input))).SpotInstanceRequests;
    const sir = Instances?.[0]?.SpotInstanceRequestId ?? '';
    expect(await requests()).toMatchObject([
      {
        SpotInstanceRequestId: sir,
        InstanceId: id,
        State: 'active',
        Status: { Code: 'fulfilled' },
        Type: 'one-time',
      },
    ]);
    await clock.advance(60_000);
    state.reclaimSpotInstance(id);
    expect(await requests({ SpotInstanceRequestIds: [sir] })).toMatchObject([
      { State: 'closed', Status: { Code: 'instance-terminated-no-capacity' } },
    ]);
    expect(await requests({ Filters: [{ Name: 'state', Values: ['active'] }] })).toEqual([]);
    expect(await codeOf(requests({ SpotInstanceRequestIds: ['sir-00000000'] }))).toBe(
      'InvalidSpotInstanceRequestID.NotFound',
    );
  });
});
