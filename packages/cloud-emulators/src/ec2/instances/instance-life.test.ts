import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  type EC2Client,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf, oneMachine, startEc2, UBUNTU } from '../testing/start-ec2.js';

async function launch(client: EC2Client, more = {}): Promise<string> {
  const { Instances } = await client.send(new RunInstancesCommand({ ...oneMachine, ...more }));
  return Instances?.[0]?.InstanceId ?? '';
}

async function look(client: EC2Client, id: string) {
  const { Reservations } = await client.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  const instance = Reservations?.[0]?.Instances?.[0];
  return {
    state: instance?.State?.Name,
    publicIp: instance?.PublicIpAddress,
    privateIp: instance?.PrivateIpAddress,
    reason: instance?.StateReason?.Code,
    instance,
  };
}

describe('an instance', () => {
  it('is pending, then runs, and gets its public address after that', async () => {
    const { client, clock } = await startEc2();
    const { Instances } = await client.send(new RunInstancesCommand(oneMachine));
    const id = Instances?.[0]?.InstanceId ?? '';
    expect(Instances?.[0]).toMatchObject({ State: { Code: 0, Name: 'pending' } });
    expect(Instances?.[0]?.PrivateIpAddress).toMatch(/^172\.31\./);
    expect(Instances?.[0]?.PublicIpAddress).toBeUndefined();
    await clock.advance(9999);
    expect(await look(client, id)).toMatchObject({ state: 'pending', publicIp: undefined });
    await clock.advance(1);
    expect(await look(client, id)).toMatchObject({ state: 'running', publicIp: undefined });
    await clock.advance(2000);
    const { publicIp, instance } = await look(client, id);
    expect(publicIp).toMatch(/^198\.1[89]\./);
    expect(instance?.NetworkInterfaces?.[0]?.Association?.PublicIp).toBe(publicIp);
    expect(instance?.PublicDnsName).toBe(
      `ec2-${publicIp?.replaceAll('.', '-')}.compute-1.amazonaws.com`,
    );
  });

  it('is shown for an hour once it is terminated, and is unknown after that', async () => {
    const { client, clock, state } = await startEc2();
    const id = await launch(client);
    await clock.advance(20_000);
    const { TerminatingInstances } = await client.send(
      new TerminateInstancesCommand({ InstanceIds: [id, id] }),
    );
    expect(TerminatingInstances).toEqual([
      {
        InstanceId: id,
        CurrentState: { Code: 32, Name: 'shutting-down' },
        PreviousState: { Code: 16, Name: 'running' },
      },
    ]);
    await clock.advance(30_000);
    expect(await look(client, id)).toMatchObject({
      state: 'terminated',
      publicIp: undefined,
      privateIp: undefined,
      reason: 'Client.UserInitiatedShutdown',
    });
    await clock.advance(3_600_000 - 1);
    expect(await look(client, id)).toMatchObject({ state: 'terminated' });
    await clock.advance(1);
    expect(await codeOf(look(client, id))).toBe('InvalidInstanceID.NotFound');
    expect(state.instance(id)).toMatchObject({ state: 'terminated' });
    expect(state.instances()).toHaveLength(1);
  });

  it('ends once: terminating it again changes nothing', async () => {
    const { client, clock } = await startEc2();
    const id = await launch(client);
    const terminate = () => client.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    await terminate();
    await clock.advance(20_000);
    expect((await terminate()).TerminatingInstances?.[0]).toMatchObject({
      CurrentState: { Name: 'shutting-down' },
      PreviousState: { Name: 'shutting-down' },
    });
    await clock.advance(10_000);
    expect((await terminate()).TerminatingInstances?.[0]).toMatchObject({
      CurrentState: { Name: 'terminated' },
      PreviousState: { Name: 'terminated' },
    });
  });

  it('terminates none when one id is wrong', async () => {
    const { client } = await startEc2();
    const id = await launch(client);
    const unknown = 'i-0123456789abcdef0';
    const terminate = (...InstanceIds: string[]) =>
      client.send(new TerminateInstancesCommand({ InstanceIds }));
    await expect(terminate(id, unknown)).rejects.toMatchObject({
      name: 'InvalidInstanceID.NotFound',
      message: expect.stringContaining(unknown),
    });
    expect(await codeOf(terminate(id, 'i-nonsense'))).toBe('InvalidInstanceID.Malformed');
    expect(await codeOf(terminate(...Array(1001).fill(id)))).toBe('InvalidParameterValue');
    expect(await look(client, id)).toMatchObject({ state: 'pending' });
  });

  it('is held by termination protection, and with it those of its zone', async () => {
    const { client, state } = await startEc2();
    const inZone = (AvailabilityZone: string) => ({ Placement: { AvailabilityZone } });
    const guarded = await launch(client, { DisableApiTermination: true, ...inZone('us-east-1a') });
    const neighbour = await launch(client, inZone('us-east-1a'));
    const elsewhere = await launch(client, inZone('us-east-1b'));
    const terminate = () =>
      client.send(new TerminateInstancesCommand({ InstanceIds: [guarded, neighbour, elsewhere] }));
    expect(await codeOf(terminate())).toBe('OperationNotPermitted');
    expect(await look(client, guarded)).toMatchObject({ state: 'pending' });
    expect(await look(client, neighbour)).toMatchObject({ state: 'pending' });
    expect(await look(client, elsewhere)).toMatchObject({ state: 'shutting-down' });
    state.protectInstance(guarded, false);
    await terminate();
    expect(await look(client, guarded)).toMatchObject({ state: 'shutting-down' });
  });

  it('stops without its public address and starts with another', async () => {
    const { client, clock } = await startEc2();
    const id = await launch(client);
    await clock.advance(20_000);
    const before = await look(client, id);
    await client.send(new StopInstancesCommand({ InstanceIds: [id] }));
    expect(await look(client, id)).toMatchObject({ state: 'stopping' });
    expect(await codeOf(client.send(new StartInstancesCommand({ InstanceIds: [id] })))).toBe(
      'IncorrectInstanceState',
    );
    await clock.advance(20_000);
    expect(await look(client, id)).toMatchObject({
      state: 'stopped',
      publicIp: undefined,
      privateIp: before.privateIp,
      reason: 'Client.UserInitiatedShutdown',
    });
    const { StartingInstances } = await client.send(
      new StartInstancesCommand({ InstanceIds: [id] }),
    );
    expect(StartingInstances?.[0]).toMatchObject({
      CurrentState: { Name: 'pending' },
      PreviousState: { Name: 'stopped' },
    });
    await clock.advance(12_000);
    const after = await look(client, id);
    expect(after).toMatchObject({ state: 'running', reason: undefined });
    expect(after.publicIp).toMatch(/^198\./);
    expect(after.publicIp).not.toBe(before.publicIp);
  });

  it('cannot be stopped while it is pending, protected or one-time spot', async () => {
    const { client, clock } = await startEc2();
    const stop = (id: string) =>
      codeOf(client.send(new StopInstancesCommand({ InstanceIds: [id] })));
    const plain = await launch(client);
    expect(await stop(plain)).toBe('IncorrectInstanceState');
    const guarded = await launch(client, { DisableApiStop: true });
    const spot = await launch(client, { InstanceMarketOptions: { MarketType: 'spot' } });
    await clock.advance(20_000);
    expect(await stop(guarded)).toBe('OperationNotPermitted');
    expect(await stop(spot)).toBe('UnsupportedOperation');
    expect(await stop(plain)).toBe('no error');
  });

  it('can be accepted and then fail, with the reason', async () => {
    const { client, clock, state } = await startEc2();
    const reason = {
      code: 'Server.InsufficientInstanceCapacity',
      message: 'Server.InsufficientInstanceCapacity: Insufficient capacity',
    };
    state.failLaunches({ type: 't3.small', reason });
    const other = await launch(client, { InstanceType: 't3.medium' });
    const failing = await launch(client);
    const fine = await launch(client);
    expect(await look(client, failing)).toMatchObject({ state: 'pending' });
    await clock.advance(12_000);
    expect(await look(client, failing)).toMatchObject({ state: 'terminated', reason: reason.code });
    expect(await look(client, other)).toMatchObject({ state: 'running' });
    expect(await look(client, fine)).toMatchObject({ state: 'running' });
  });

  it('is taken back when it is spot and the room is needed', async () => {
    const { client, clock, state } = await startEc2();
    const id = await launch(client, { InstanceMarketOptions: { MarketType: 'spot' } });
    await clock.advance(20_000);
    state.reclaimSpotInstance(id);
    await clock.advance(30_000);
    expect(await look(client, id)).toMatchObject({
      state: 'terminated',
      reason: 'Server.SpotInstanceTermination',
    });
  });

  it('does what its shutdown behaviour says when it is shut down from inside', async () => {
    const { client, clock, state } = await startEc2();
    const stopping = await launch(client);
    const ending = await launch(client, { InstanceInitiatedShutdownBehavior: 'terminate' });
    await clock.advance(20_000);
    for (const id of [stopping, ending]) state.shutDownFromInside(id);
    await clock.advance(30_000);
    expect(await look(client, stopping)).toMatchObject({
      state: 'stopped',
      reason: 'Client.InstanceInitiatedShutdown',
    });
    expect(await look(client, ending)).toMatchObject({ state: 'terminated' });
  });

  it('reports its status while it runs', async () => {
    const { client, clock } = await startEc2();
    const id = await launch(client);
    const statuses = async (IncludeAllInstances: boolean) =>
      (await client.send(new DescribeInstanceStatusCommand({ IncludeAllInstances })))
        .InstanceStatuses;
    expect(await statuses(false)).toEqual([]);
    expect(await statuses(true)).toMatchObject([
      { InstanceId: id, InstanceStatus: { Status: 'not-applicable' } },
    ]);
    await clock.advance(10_000);
    expect(await statuses(false)).toMatchObject([
      {
        InstanceId: id,
        InstanceState: { Name: 'running' },
        SystemStatus: { Status: 'ok', Details: [{ Name: 'reachability', Status: 'passed' }] },
      },
    ]);
  });
});

describe('the meter', () => {
  it('counts an instance from its launch until it is terminated', async () => {
    const { client, clock, emulator } = await startEc2({
      meterGroup: ({ tags }) => tags['owner'] ?? 'nobody',
    });
    const Tags = [{ Key: 'owner', Value: 'ann' }];
    const id = await launch(client, { TagSpecifications: [{ ResourceType: 'instance', Tags }] });
    await launch(client, { ImageId: UBUNTU });
    await clock.advance(60_000);
    await client.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    await clock.advance(3_600_000);
    expect(emulator.meter.group('ann')).toMatchObject({ machineSeconds: 90, alive: 0 });
    expect(emulator.meter.group('nobody')).toMatchObject({ machineSeconds: 3660, alive: 1 });
  });
});
