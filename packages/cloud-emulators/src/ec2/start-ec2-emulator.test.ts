import { InvalidInputError } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import type { Ec2EmulatorOptions } from './ec2-options.js';
import { startEc2Emulator } from './start-ec2-emulator.js';
import { createQuery } from './testing/query.js';
import { startEc2, UBUNTU } from './testing/start-ec2.js';

const launch = { ImageId: UBUNTU, InstanceType: 't3.small', MinCount: 1, MaxCount: 1 };

describe('startEc2Emulator', () => {
  it.each<[path: string, options: Ec2EmulatorOptions]>([
    ['options.regionsWithoutDefaultVpc.0', { regionsWithoutDefaultVpc: ['eu-west-9'] }],
    ['options.maximumClockSkewMs', { maximumClockSkewMs: -1 }],
    ['options.credentials', { credentials: [] }],
    [
      'options.credentials.0.secretAccessKey',
      { credentials: [{ accessKeyId: 'AKIA', secretAccessKey: '' }] },
    ],
    [
      'options.credentials.0.accessKeyId',
      { credentials: [{ accessKeyId: 'a/b', secretAccessKey: 'x' }] },
    ],
  ])('refuses a wrong %s', async (path, options) => {
    const failure = await startEc2Emulator(options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InvalidInputError);
    expect(failure).toMatchObject({ issues: [{ path }] });
    expect(String(failure)).toContain(path);
  });

  it('refuses options, timings and limits that it does not know', async () => {
    const unknown: object = { colour: 'red', timings: { bootMs: 1 }, rateLimits: { All: true } };
    await expect(startEc2Emulator(unknown)).rejects.toMatchObject({
      issues: expect.arrayContaining([
        expect.objectContaining({ path: 'options.colour' }),
        expect.objectContaining({ path: 'options.timings.bootMs' }),
        expect.objectContaining({ path: 'options.rateLimits.All' }),
      ]),
    });
  });

  it('gives the same ids for the same seed, and others for another', async () => {
    const idOf = async (seed: number) => {
      const { query, state } = await startEc2({ seed });
      await query('RunInstances', launch);
      return state.instances()[0]?.instanceId;
    };
    expect(await idOf(1)).toBe(await idOf(1));
    expect(await idOf(1)).not.toBe(await idOf(2));
  });

  it('boots in realistic time unless it is told otherwise', async () => {
    const clock = new VirtualClock();
    const emulator = await startEc2Emulator({ clock });
    const query = createQuery(emulator);
    await query('RunInstances', { ...launch, MinCount: 20, MaxCount: 20 });
    await clock.advance(4999);
    const running = () => emulator.state.instances().filter(({ state }) => state === 'running');
    expect(running()).toEqual([]);
    await clock.advance(10_001);
    expect(running()).toHaveLength(20);
    await emulator.close();
  });

  it('serves inside the process without sockets', async () => {
    const emulator = await startEc2Emulator({ port: false, clock: new VirtualClock() });
    const response = await emulator.fetch('/?Action=DescribeRegions');
    expect(await response.text()).toContain('MissingAuthenticationToken');
    await emulator.close();
  });
});

describe('the state', () => {
  it('can be given machines that no request made', async () => {
    const { state, query, clock } = await startEc2();
    const planted = state.plantInstance({
      region: 'us-east-1',
      instanceType: 't4g.small',
      tags: { owner: 'somebody else' },
      terminationProtected: true,
      spot: true,
    });
    await clock.advance(60_000);
    expect(state.instance(planted.instanceId)).toMatchObject({
      instanceType: 't4g.small',
      market: 'spot',
      state: 'running',
      tags: { owner: 'somebody else' },
      terminationProtected: true,
    });
    const { text } = await query('DescribeInstances');
    expect(text).toContain(planted.instanceId);
    state.terminateInstance(planted.instanceId);
    await clock.advance(30_000);
    expect(state.instance(planted.instanceId)).toMatchObject({
      state: 'terminated',
      terminatedAt: new Date(clock.now()),
    });
  });

  it('can stop and start machines', async () => {
    const { state, clock } = await startEc2();
    const { instanceId } = state.plantInstance({ region: 'eu-west-1' });
    await clock.advance(60_000);
    state.stopInstance(instanceId);
    await clock.advance(60_000);
    expect(state.instance(instanceId)).toMatchObject({ state: 'stopped', publicIp: undefined });
    state.startInstance(instanceId);
    await clock.advance(60_000);
    expect(state.instance(instanceId)).toMatchObject({ state: 'running' });
  });

  it('says so when there is no such thing', async () => {
    const { state } = await startEc2();
    expect(() => state.instance('i-0123456789abcdef0')).toThrow(RangeError);
    expect(() => state.terminateInstance('i-0123456789abcdef0')).toThrow(RangeError);
    expect(() => state.plantInstance({ region: 'af-south-1' })).toThrow(RangeError);
    expect(() => state.setSpotPrice('cx21', { region: 'us-east-1' }, 1)).toThrow(RangeError);
    expect(() => state.setSpotPrice('c5.xlarge', { region: 'us-east-1' }, 0)).toThrow(RangeError);
    expect(() => state.deny('LaunchInstances')).toThrow(RangeError);
    expect(() => state.addSecurityGroup('us-east-1', 'vpc-01234567', 'web')).toThrow(RangeError);
  });
});
