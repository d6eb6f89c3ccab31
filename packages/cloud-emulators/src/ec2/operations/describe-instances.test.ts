import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  type Filter,
  RunInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf, oneMachine, startEc2, UBUNTU_ARM } from '../testing/start-ec2.js';

/** An EC2 with four machines: web and db run, arm is pending, old is terminated. */
async function startFour() {
  const started = await startEc2();
  const { client, clock } = started;
  const ids: Record<string, string> = {};
  const launch = async (name: string, more = {}, tags: Record<string, string> = {}) => {
    const Tags = Object.entries({ Name: name, ...tags }).map(([Key, Value]) => ({ Key, Value }));
    const { Instances } = await client.send(
      new RunInstancesCommand({
        ...oneMachine,
        ClientToken: `token-${name}`,
        TagSpecifications: [{ ResourceType: 'instance', Tags }],
        ...more,
      }),
    );
    ids[name] = Instances?.[0]?.InstanceId ?? '';
  };
  await launch('old');
  await client.send(new TerminateInstancesCommand({ InstanceIds: [ids['old'] ?? ''] }));
  const inZone = (AvailabilityZone: string) => ({ Placement: { AvailabilityZone } });
  const spot = { InstanceMarketOptions: { MarketType: 'spot' } };
  await launch('web', inZone('us-east-1b'), { team: 'a*b', env: '' });
  await launch('db', { ...inZone('us-east-1c'), ...spot }, { team: 'axb' });
  await clock.advance(60_000);
  await launch('arm', { InstanceType: 't4g.small', ImageId: UBUNTU_ARM });

  const describeInstances = (input: DescribeInstancesCommandInput) =>
    client.send(new DescribeInstancesCommand(input));
  const names = async (input: DescribeInstancesCommandInput) => {
    const { Reservations = [] } = await describeInstances(input);
    return Reservations.flatMap(({ Instances = [] }) => Instances).map(
      ({ Tags }) => Tags?.find(({ Key }) => Key === 'Name')?.Value,
    );
  };
  const filtered = (...filters: [name: string, ...values: string[]][]) =>
    names({ Filters: filters.map(([Name, ...Values]): Filter => ({ Name, Values })) });
  return { ...started, ids, names, filtered, describeInstances };
}

describe('DescribeInstances', () => {
  it.each<[filters: [string, ...string[]][], found: string[]]>([
    [[['instance-state-name', 'running']], ['web', 'db']],
    [[['instance-state-name', 'pending', 'terminated']], ['old', 'arm']],
    [[['instance-state-name', 'running', 'pending', 'running']], ['web', 'db', 'arm']],
    [[['instance-state-name', 'run*']], ['web', 'db']],
    [[['instance-state-name', 'no such state']], []],
    [[['instance-state-code', '48']], ['old']],
    [[['tag:Name', 'web']], ['web']],
    [[['tag:Name', 'web', 'arm']], ['web', 'arm']],
    [[['tag:Name', '?b']], ['db']],
    [[['tag:Name', 'WEB']], []],
    [[['tag:team', 'a*b']], ['web', 'db']],
    [[['tag:team', 'a\\*b']], ['web']],
    [[['tag:env', '']], ['web']],
    [[['tag:none', '*']], []],
    [[['tag-key', 'team']], ['web', 'db']],
    [[['tag-key', 'te*', 'env']], ['web', 'db']],
    [[['client-token', 'token-db']], ['db']],
    [[['instance-lifecycle', 'spot']], ['db']],
    [[['instance-type', 't3.*']], ['old', 'web', 'db']],
    [
      [
        ['availability-zone', 'us-east-1b'],
        ['instance-state-name', 'running'],
      ],
      ['web'],
    ],
    [[['architecture', 'arm64']], ['arm']],
    [
      [
        ['tag-key', 'team'],
        ['tag:team', 'axb'],
        ['instance-state-name', 'running'],
      ],
      ['db'],
    ],
    [[['state-reason-code', 'Client.UserInitiatedShutdown']], ['old']],
    [[['owner-id', '123456789012']], ['old', 'web', 'db', 'arm']],
  ])('finds by %j: %j', async (filters, found) => {
    const { filtered } = await startFour();
    expect(await filtered(...filters)).toEqual(found);
  });

  it('finds by id, by private and by public address', async () => {
    const { filtered, state, ids } = await startFour();
    const web = state.instance(ids['web'] ?? '');
    expect(await filtered(['instance-id', web.instanceId, 'i-unknown'])).toEqual(['web']);
    expect(await filtered(['private-ip-address', web.privateIp])).toEqual(['web']);
    expect(await filtered(['ip-address', web.publicIp ?? ''])).toEqual(['web']);
    expect(await filtered(['dns-name', 'ec2-198-*'])).toEqual(['web', 'db']);
  });

  it('follows tags and states as they change', async () => {
    const { filtered, client, clock, ids } = await startFour();
    await client.send(new StopInstancesCommand({ InstanceIds: [ids['web'] ?? ''] }));
    expect(await filtered(['instance-state-name', 'stopping'])).toEqual(['web']);
    await clock.advance(20_000);
    expect(await filtered(['instance-state-name', 'stopped'])).toEqual(['web']);
    expect(await filtered(['instance-state-name', 'running'])).toEqual(['db', 'arm']);
    await clock.advance(3_600_000);
    expect(await filtered(['instance-state-name', 'terminated'])).toEqual([]);
  });

  it('gives the machines named, each once, all or none', async () => {
    const { names, ids, describeInstances } = await startFour();
    const [web = '', db = ''] = [ids['web'], ids['db']];
    expect(await names({ InstanceIds: [db, web, db] })).toEqual(['db', 'web']);
    expect(
      await names({ InstanceIds: [db, web], Filters: [{ Name: 'tag:Name', Values: ['web'] }] }),
    ).toEqual(['web']);
    const unknown = ['i-0123456789abcdef0', 'i-0123456789abcdef1'];
    await expect(describeInstances({ InstanceIds: [web, ...unknown] })).rejects.toMatchObject({
      name: 'InvalidInstanceID.NotFound',
      message: `The instance IDs '${unknown.join(', ')}' do not exist`,
    });
    await expect(describeInstances({ InstanceIds: ['i-XYZ'] })).rejects.toMatchObject({
      name: 'InvalidInstanceID.Malformed',
    });
  });

  it.each<[code: string, input: DescribeInstancesCommandInput]>([
    ['InvalidParameterValue', { Filters: [{ Name: 'colour', Values: ['red'] }] }],
    ['InvalidParameterValue', { Filters: [{ Name: 'toString', Values: ['red'] }] }],
    ['InvalidParameterCombination', { InstanceIds: ['i-0123456789abcdef0'], MaxResults: 5 }],
    ['FilterLimitExceeded', { Filters: [{ Name: 'instance-id', Values: Array(201).fill('i') }] }],
    ['InvalidNextToken', { NextToken: Buffer.from('DescribeVpcs 1').toString('base64url') }],
  ])('answers %s to %j', async (code, input) => {
    const { describeInstances } = await startFour();
    expect(await codeOf(describeInstances(input))).toBe(code);
  });
});

describe('pages of DescribeInstances', () => {
  it('hold as many machines as asked for, and lead on', async () => {
    const { client, describeInstances } = await startFour();
    const { Instances: eight = [] } = await client.send(
      new RunInstancesCommand({ ...oneMachine, MinCount: 8, MaxCount: 8 }),
    );
    const Filters = [{ Name: 'instance-state-name', Values: ['pending'] }];
    const first = await describeInstances({ Filters, MaxResults: 5 });
    expect(first.Reservations?.map(({ Instances }) => Instances?.length)).toEqual([1, 4]);
    const second = await describeInstances({ Filters, MaxResults: 5, NextToken: first.NextToken });
    expect(second.Reservations?.map(({ Instances }) => Instances?.length)).toEqual([4]);
    expect(second.NextToken).toBeUndefined();
    const found = [first, second].flatMap(({ Reservations = [] }) =>
      Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId }) => InstanceId)),
    );
    expect(found.slice(1)).toEqual(eight.map(({ InstanceId }) => InstanceId));
  });

  it('have no token when exactly everything fits', async () => {
    const { client, describeInstances } = await startFour();
    await client.send(new RunInstancesCommand(oneMachine));
    const { Reservations, NextToken } = await describeInstances({ MaxResults: 5 });
    expect(Reservations).toHaveLength(5);
    expect(NextToken).toBeUndefined();
  });

  it('hold a thousand where nothing is asked for', async () => {
    const { emulator, query } = await startEc2({
      rateLimits: false,
      quotas: { onDemandVcpus: 'unlimited' },
    });
    const launch = { ImageId: 'ami-0c7217cdde317cfec', InstanceType: 't3.small' };
    await query('RunInstances', { ...launch, MinCount: 1001, MaxCount: 1001 });
    const answer = await query('DescribeInstances');
    expect(answer.text.match(/<instanceId>/g)).toHaveLength(1000);
    expect(answer.text).toContain('<nextToken>');
    expect(emulator.state.instances()).toHaveLength(1001);
  });
});
