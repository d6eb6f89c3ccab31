import {
  DescribeInstancesCommand,
  type EC2Client,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf, oneMachine, startEc2 } from './testing/start-ec2.js';

const launch = (client: EC2Client, more = {}) =>
  client.send(new RunInstancesCommand({ ...oneMachine, ...more }));
const spot = { InstanceMarketOptions: { MarketType: 'spot' } } as const;
const instanceIdOf = async (work: ReturnType<typeof launch>) =>
  (await work).Instances?.[0]?.InstanceId ?? '';

describe('capacity', () => {
  it('is by type, zone and market, and its want a server error', async () => {
    const { client, emulator, query } = await startEc2({ rateLimits: false });
    emulator.capacity.set({ type: 't3.small', market: 'spot' }, 0);
    await expect(launch(client, spot)).rejects.toMatchObject({
      name: 'InsufficientInstanceCapacity',
      $metadata: { httpStatusCode: 500 },
    });
    expect(await codeOf(launch(client))).toBe('no error');
    emulator.capacity.set({ type: 't3.small', zone: 'us-east-1a' }, 0);
    expect(await codeOf(launch(client, { Placement: { AvailabilityZone: 'us-east-1a' } }))).toBe(
      'InsufficientInstanceCapacity',
    );
    for (let count = 0; count < 6; count++) {
      const { Instances } = await launch(client);
      expect(Instances?.[0]?.Placement?.AvailabilityZone).not.toBe('us-east-1a');
    }
    expect((await query('DescribeInstances')).status).toBe(200);
  });

  it('bounds a launch of several, down to the least that will do', async () => {
    const { client, state } = await startEc2({
      capacity: [{ type: 't3.small', available: 3 }],
    });
    expect(await codeOf(launch(client, { MinCount: 4, MaxCount: 9 }))).toBe(
      'InsufficientInstanceCapacity',
    );
    const { Instances } = await launch(client, { MinCount: 2, MaxCount: 9 });
    expect(Instances).toHaveLength(3);
    expect(state.instances()).toHaveLength(3);
  });

  it('is needed again to start a stopped instance', async () => {
    const { client, clock, emulator } = await startEc2();
    const InstanceIds = [await instanceIdOf(launch(client))];
    await clock.advance(60_000);
    await client.send(new StopInstancesCommand({ InstanceIds }));
    await clock.advance(60_000);
    emulator.capacity.set({}, 0);
    const start = () => client.send(new StartInstancesCommand({ InstanceIds }));
    expect(await codeOf(start())).toBe('InsufficientInstanceCapacity');
    emulator.capacity.set({}, 'unlimited');
    expect(await codeOf(start())).toBe('no error');
  });
});

describe('quotas', () => {
  it('count vCPUs by market until an instance is terminated or stopped', async () => {
    const { client, clock } = await startEc2({ quotas: { onDemandVcpus: 4, spotVcpus: 2 } });
    const first = await instanceIdOf(launch(client));
    expect(await codeOf(launch(client, { MinCount: 2, MaxCount: 2 }))).toBe('VcpuLimitExceeded');
    expect((await launch(client, { MaxCount: 2 })).Instances).toHaveLength(1);
    expect(await codeOf(launch(client))).toBe('VcpuLimitExceeded');
    expect(await codeOf(launch(client, spot))).toBe('no error');
    await clock.advance(60_000);
    expect(await codeOf(launch(client, spot))).toBe('MaxSpotInstanceCountExceeded');
    await client.send(new TerminateInstancesCommand({ InstanceIds: [first] }));
    expect(await codeOf(launch(client))).toBe('VcpuLimitExceeded');
    await clock.advance(30_000);
    expect(await codeOf(launch(client))).toBe('no error');
  });

  it('hold for each Region', async () => {
    const { client, clientIn } = await startEc2({ quotas: { onDemandVcpus: 2 } });
    expect(await codeOf(launch(client))).toBe('no error');
    expect(await codeOf(launch(clientIn('eu-west-1')))).toBe('no error');
    expect(await codeOf(launch(client))).toBe('VcpuLimitExceeded');
  });

  it('can count instances, and be changed while it runs', async () => {
    const { client, emulator } = await startEc2({ quotas: { instances: 1 } });
    await launch(client);
    expect(await codeOf(launch(client))).toBe('InstanceLimitExceeded');
    emulator.quotas.set('instances', 2);
    expect(await codeOf(launch(client))).toBe('no error');
  });

  it('are needed again to start a stopped instance', async () => {
    const { client, clock } = await startEc2({ quotas: { onDemandVcpus: 2 } });
    const InstanceIds = [await instanceIdOf(launch(client))];
    await clock.advance(60_000);
    await client.send(new StopInstancesCommand({ InstanceIds }));
    await clock.advance(60_000);
    await launch(client);
    const start = client.send(new StartInstancesCommand({ InstanceIds }));
    expect(await codeOf(start)).toBe('VcpuLimitExceeded');
  });
});

describe('rate limits', () => {
  it('are five launches at once and two a second, in each Region', async () => {
    const { client, clientIn, clock } = await startEc2();
    const burst = async (count: number, from = client) => {
      const codes = await Promise.all(Array.from({ length: count }, () => codeOf(launch(from))));
      return codes.filter((code) => code === 'no error').length;
    };
    expect(await burst(50)).toBe(5);
    expect(await burst(1, clientIn('eu-west-1'))).toBe(1);
    await clock.advance(1000);
    expect(await burst(50)).toBe(2);
    await expect(launch(client)).rejects.toMatchObject({
      name: 'RequestLimitExceeded',
      $metadata: { httpStatusCode: 503 },
    });
    expect(await codeOf(client.send(new DescribeInstancesCommand({})))).toBe('no error');
  });

  it('count instances beside requests', async () => {
    const { client, clock } = await startEc2({
      quotas: { onDemandVcpus: 'unlimited' },
      rateLimits: { 'RunInstances.resources': { burst: 10, perSecond: 2 } },
    });
    expect(await codeOf(launch(client, { MaxCount: 9 }))).toBe('no error');
    expect(await codeOf(launch(client, { MaxCount: 2 }))).toBe('RequestLimitExceeded');
    await clock.advance(1000);
    expect(await codeOf(launch(client, { MaxCount: 3 }))).toBe('no error');
  });

  it('are smaller for lists without filter and pages', async () => {
    const { query } = await startEc2();
    const burst = async (parameters: Record<string, string | number>) => {
      const answers = await Promise.all(
        Array.from({ length: 120 }, () => query('DescribeInstances', parameters)),
      );
      return answers.filter(({ status }) => status === 200).length;
    };
    expect(await burst({})).toBe(50);
    expect(await burst({ MaxResults: 5 })).toBe(100);
  });

  it('do not count what nobody signed', async () => {
    const { query } = await startEc2({
      rateLimits: { DescribeVpcs: { burst: 1, perSecond: 1 } },
    });
    const tamper = (headers: Headers) => headers.delete('authorization');
    for (let count = 0; count < 3; count++) await query('DescribeVpcs', {}, { tamper });
    expect((await query('DescribeVpcs')).status).toBe(200);
    expect((await query('DescribeVpcs')).code).toBe('RequestLimitExceeded');
  });
});
