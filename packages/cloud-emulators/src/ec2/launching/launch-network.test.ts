import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf, oneMachine, startEc2 } from '../testing/start-ec2.js';

describe('the network of a launch', () => {
  it('is the default VPC, one of its subnets and its default group', async () => {
    const { client } = await startEc2();
    const { Vpcs = [] } = await client.send(new DescribeVpcsCommand({}));
    const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({}));
    const { SecurityGroups = [] } = await client.send(new DescribeSecurityGroupsCommand({}));
    expect(Vpcs).toMatchObject([{ IsDefault: true, CidrBlock: '172.31.0.0/16' }]);
    expect(Subnets.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual(
      [...'abcdef'].map((letter) => `us-east-1${letter}`),
    );
    expect(Subnets.every((one) => one.DefaultForAz && one.MapPublicIpOnLaunch)).toBe(true);
    expect(SecurityGroups).toMatchObject([{ GroupName: 'default', VpcId: Vpcs[0]?.VpcId }]);

    const { Instances } = await client.send(new RunInstancesCommand(oneMachine));
    expect(Instances?.[0]).toMatchObject({
      VpcId: Vpcs[0]?.VpcId,
      SecurityGroups: [{ GroupId: SecurityGroups[0]?.GroupId, GroupName: 'default' }],
    });
    expect(Subnets.map(({ SubnetId }) => SubnetId)).toContain(Instances?.[0]?.SubnetId);
  });

  it('is as the network interface says', async () => {
    const { client, clock, state } = await startEc2();
    const vpc = state.addVpc('us-east-1', { block: 7 });
    const group = state.addSecurityGroup('us-east-1', vpc.vpcId, 'web');
    const [SubnetId = ''] = vpc.subnetIds;
    const device = { DeviceIndex: 0, SubnetId, Groups: [group], Description: 'eth0' };
    const launch = async (more: object) => {
      const { Instances } = await client.send(
        new RunInstancesCommand({ ...oneMachine, NetworkInterfaces: [{ ...device, ...more }] }),
      );
      await clock.advance(60_000);
      return { launched: Instances?.[0], truth: state.instance(Instances?.[0]?.InstanceId ?? '') };
    };
    const open = await launch({ AssociatePublicIpAddress: true });
    expect(open.launched).toMatchObject({
      SubnetId,
      PrivateIpAddress: expect.stringMatching(/^10\.7\./),
      SecurityGroups: [{ GroupId: group, GroupName: 'web' }],
      NetworkInterfaces: [{ Description: 'eth0' }],
    });
    expect(open.truth.publicIp).toBeDefined();
    const closed = await launch({});
    expect(closed.truth).toMatchObject({ state: 'running', publicIp: undefined });
  });

  it.each<[code: string, rule: string, more: Partial<RunInstancesCommandInput>]>([
    [
      'InvalidParameterCombination',
      'a subnet belongs to the network interface',
      { SubnetId: 'subnet-0123456789abcdef0', NetworkInterfaces: [{ DeviceIndex: 0 }] },
    ],
    [
      'InvalidParameterCombination',
      'security group ids belong to the network interface',
      { SecurityGroupIds: ['sg-0123456789abcdef0'], NetworkInterfaces: [{ DeviceIndex: 0 }] },
    ],
    [
      'InvalidParameterCombination',
      'security group names belong to the network interface',
      { SecurityGroups: ['default'], NetworkInterfaces: [{ DeviceIndex: 0 }] },
    ],
    [
      'InvalidParameterCombination',
      'a public address goes with one interface only',
      {
        NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: true }, { DeviceIndex: 1 }],
      },
    ],
    [
      'InvalidParameterValue',
      'the one interface is device 0',
      { NetworkInterfaces: [{ DeviceIndex: 1, AssociatePublicIpAddress: true }] },
    ],
    [
      'MissingParameter',
      'an interface has a device index',
      { NetworkInterfaces: [{ AssociatePublicIpAddress: true }] },
    ],
    [
      'UnsupportedOperation',
      'the emulator has one interface',
      { NetworkInterfaces: [{ DeviceIndex: 0 }, { DeviceIndex: 1 }] },
    ],
  ])('answers %s: %s', async (code, _rule, more) => {
    const { client, state } = await startEc2();
    const work = client.send(new RunInstancesCommand({ ...oneMachine, ...more }));
    expect(await codeOf(work)).toBe(code);
    expect(state.instances()).toEqual([]);
  });

  it('keeps subnets, groups and zones together', async () => {
    const { client, state } = await startEc2();
    const vpc = state.addVpc('us-east-1', { block: 7 });
    const [SubnetId = ''] = vpc.subnetIds;
    const launch = (more: object) =>
      codeOf(client.send(new RunInstancesCommand({ ...oneMachine, ...more })));
    expect(await launch({ SecurityGroupIds: [vpc.defaultSecurityGroupId] })).toBe(
      'InvalidParameterValue',
    );
    expect(await launch({ SubnetId, SecurityGroups: ['default'] })).toBe(
      'InvalidParameterCombination',
    );
    expect(await launch({ SubnetId, Placement: { AvailabilityZone: 'us-east-1b' } })).toBe(
      'InvalidParameterCombination',
    );
    expect(await launch({ SubnetId, SecurityGroupIds: [vpc.defaultSecurityGroupId] })).toBe(
      'no error',
    );
  });

  it('must be named in a Region without default VPC', async () => {
    const { clientIn, state } = await startEc2({ regionsWithoutDefaultVpc: ['eu-west-1'] });
    const client = clientIn('eu-west-1');
    const launch = (more = {}) =>
      codeOf(client.send(new RunInstancesCommand({ ...oneMachine, ...more })));
    expect(await launch()).toBe('VPCIdNotSpecified');
    const { subnetIds } = state.addVpc('eu-west-1');
    expect(await launch()).toBe('VPCIdNotSpecified');
    expect(await launch({ SubnetId: subnetIds[0] })).toBe('no error');
    const { Vpcs } = await client.send(
      new DescribeVpcsCommand({ Filters: [{ Name: 'is-default', Values: ['true'] }] }),
    );
    expect(Vpcs).toEqual([]);
    state.removeDefaultVpc('us-east-1');
    expect(await codeOf(clientIn('us-east-1').send(new RunInstancesCommand(oneMachine)))).toBe(
      'VPCIdNotSpecified',
    );
  });
});

describe('zones', () => {
  it('can be asked for by name or id', async () => {
    const { client } = await startEc2();
    const zoneOf = async (Placement: RunInstancesCommandInput['Placement']) => {
      const { Instances } = await client.send(
        new RunInstancesCommand({ ...oneMachine, Placement }),
      );
      return Instances?.[0]?.Placement;
    };
    expect(await zoneOf({ AvailabilityZone: 'us-east-1c' })).toMatchObject({
      AvailabilityZone: 'us-east-1c',
      AvailabilityZoneId: 'use1-az3',
    });
    expect(await zoneOf({ AvailabilityZoneId: 'use1-az2' })).toMatchObject({
      AvailabilityZone: 'us-east-1b',
    });
  });

  it('that do not sell the type are passed over, or named in the error', async () => {
    const { clientIn, state } = await startEc2({ rateLimits: false });
    const client = clientIn('eu-west-1');
    const launch = (more = {}) => client.send(new RunInstancesCommand({ ...oneMachine, ...more }));
    for (const zone of ['eu-west-1a', 'eu-west-1c']) {
      state.setOffered('t3.small', { region: 'eu-west-1', zone }, false);
    }
    for (let count = 0; count < 4; count++) {
      const { Instances } = await launch();
      expect(Instances?.[0]?.Placement?.AvailabilityZone).toBe('eu-west-1b');
    }
    await expect(launch({ Placement: { AvailabilityZone: 'eu-west-1a' } })).rejects.toMatchObject({
      name: 'Unsupported',
      message: expect.stringContaining('eu-west-1b'),
    });
    state.setOffered('t3.small', { region: 'eu-west-1' }, false);
    expect(await codeOf(launch())).toBe('Unsupported');
  });
});
