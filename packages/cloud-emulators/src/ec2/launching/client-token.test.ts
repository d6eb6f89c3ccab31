import {
  CreateFleetCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf, oneMachine, startEc2, UBUNTU } from '../testing/start-ec2.js';

const DAY_MS = 86_400_000;

/** One EC2 and a launch under a token. */
async function startWithToken(options: Parameters<typeof startEc2>[0] = {}) {
  const started = await startEc2({ rateLimits: false, ...options });
  const launch = (more = {}, client = started.client) =>
    client.send(new RunInstancesCommand({ ...oneMachine, ClientToken: 'once', ...more }));
  return { ...started, launch };
}

describe('a client token of RunInstances', () => {
  it('gives the same instances again, as they are now', async () => {
    const { launch, clock, state } = await startWithToken();
    const first = await launch({ MaxCount: 2 });
    await clock.advance(60_000);
    const again = await launch({ MaxCount: 2 });
    expect(again.ReservationId).toBe(first.ReservationId);
    expect(again.Instances?.map(({ InstanceId }) => InstanceId)).toEqual(
      first.Instances?.map(({ InstanceId }) => InstanceId),
    );
    expect(again.Instances?.[0]?.State?.Name).toBe('running');
    expect(state.instances()).toHaveLength(2);
  });

  it('refuses other parameters', async () => {
    const { launch, state } = await startWithToken();
    await launch();
    const Tags = [{ Key: 'a', Value: 'b' }];
    for (const more of [
      { InstanceType: 't3.medium' },
      { MaxCount: 2 },
      { TagSpecifications: [{ ResourceType: 'instance' as const, Tags }] },
    ]) {
      expect(await codeOf(launch(more))).toBe('IdempotentParameterMismatch');
    }
    expect(state.instances()).toHaveLength(1);
  });

  it('is used up by an instance that is terminated, but not while it is ending', async () => {
    const { launch, client, clock } = await startWithToken();
    const { Instances } = await launch();
    const id = Instances?.[0]?.InstanceId ?? '';
    await client.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    expect((await launch()).Instances?.[0]).toMatchObject({
      InstanceId: id,
      State: { Name: 'shutting-down' },
    });
    await clock.advance(30_000);
    expect(await codeOf(launch())).toBe('IdempotentInstanceTerminated');
    expect(await codeOf(launch({ MaxCount: 2 }))).toBe('IdempotentParameterMismatch');
    await clock.advance(DAY_MS - 1);
    expect(await codeOf(launch())).toBe('IdempotentInstanceTerminated');
    await clock.advance(1);
    expect((await launch()).Instances?.[0]?.InstanceId).not.toBe(id);
  });

  it('counts in its Region, and in one zone alone when the zone or subnet is named', async () => {
    const { launch, clientIn, state } = await startWithToken();
    await launch();
    await launch({}, clientIn('eu-west-1'));
    for (const AvailabilityZone of ['us-east-1a', 'us-east-1b', 'us-east-1a']) {
      await launch({ Placement: { AvailabilityZone } });
    }
    expect(state.instances('eu-west-1')).toHaveLength(1);
    expect(state.instances('us-east-1')).toHaveLength(3);
    const { subnetIds } = state.addVpc('us-east-1');
    expect(await codeOf(launch({ SubnetId: subnetIds[0] }))).toBe('IdempotentParameterMismatch');
    expect(await codeOf(launch({ SubnetId: subnetIds[2] }))).toBe('no error');
  });

  it('stays bound to the parameters of a launch that failed, which may be tried again', async () => {
    const { launch, emulator, clock } = await startWithToken();
    emulator.capacity.set({ type: 't3.small' }, 0);
    expect(await codeOf(launch())).toBe('InsufficientInstanceCapacity');
    expect(await codeOf(launch({ InstanceType: 't3.medium' }))).toBe('IdempotentParameterMismatch');
    emulator.capacity.set({ type: 't3.small' }, 1);
    const { Instances } = await launch();
    expect((await launch()).Instances?.[0]?.InstanceId).toBe(Instances?.[0]?.InstanceId);

    emulator.capacity.set({ type: 't3.small' }, 0);
    expect(await codeOf(launch({ ClientToken: 'other' }))).toBe('InsufficientInstanceCapacity');
    await clock.advance(DAY_MS);
    expect(await codeOf(launch({ ClientToken: 'other', InstanceType: 't3.medium' }))).toBe(
      'no error',
    );
  });

  it('can be let go by a failed launch, if the emulator is told so', async () => {
    const { launch, emulator } = await startWithToken({ bindTokensOfFailedLaunches: false });
    emulator.capacity.set({ type: 't3.small' }, 0);
    expect(await codeOf(launch())).toBe('InsufficientInstanceCapacity');
    expect(await codeOf(launch({ InstanceType: 't3.medium' }))).toBe('no error');
  });

  it('is not bound by a request that was wrong, nor by a dry run', async () => {
    const { launch } = await startWithToken();
    expect(await codeOf(launch({ ImageId: 'ami-0123456789abcdef0' }))).toBe(
      'InvalidAMIID.NotFound',
    );
    expect(await codeOf(launch({ InstanceType: 't3.medium', DryRun: true }))).toBe(
      'DryRunOperation',
    );
    expect(await codeOf(launch())).toBe('no error');
  });

  it('makes one launch of many at once', async () => {
    const { launch, state } = await startWithToken();
    const answers = await Promise.all(Array.from({ length: 20 }, () => launch()));
    const ids = new Set(answers.map(({ Instances }) => Instances?.[0]?.InstanceId));
    expect(ids.size).toBe(1);
    expect(state.instances()).toHaveLength(1);
  });

  it('saves what a lost answer brought', async () => {
    const { launch, emulator, state } = await startWithToken();
    emulator.faults.add({ operation: 'RunInstances', fault: { type: 'resetAfter' } });
    expect(await codeOf(launch())).not.toBe('no error');
    const [lost] = state.instances();
    expect((await launch()).Instances?.[0]?.InstanceId).toBe(lost?.instanceId);
  });

  it('is none when it is empty', async () => {
    const { query, state } = await startEc2();
    const launch = { ImageId: UBUNTU, InstanceType: 't3.small', MinCount: 1, MaxCount: 1 };
    for (let count = 0; count < 2; count++) {
      expect((await query('RunInstances', { ...launch, ClientToken: '' })).status).toBe(200);
    }
    expect(state.instances()).toHaveLength(2);
  });
});

describe('a client token of CreateFleet', () => {
  it('is another than the same token of RunInstances', async () => {
    const { launch, client } = await startWithToken();
    await launch();
    const work = client.send(
      new CreateFleetCommand({
        ClientToken: 'once',
        Type: 'instant',
        LaunchTemplateConfigs: [
          { LaunchTemplateSpecification: { LaunchTemplateName: 'none', Version: '1' } },
        ],
        TargetCapacitySpecification: {
          TotalTargetCapacity: 1,
          DefaultTargetCapacityType: 'spot',
        },
      }),
    );
    expect(await codeOf(work)).toBe('InvalidLaunchTemplateName.NotFoundException');
  });
});
