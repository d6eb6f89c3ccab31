import { DeleteLaunchTemplateCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../testing/start-ec2.js';
import { onDemand, startFleets } from '../testing/start-fleets.js';

describe('a client token of an instant fleet', () => {
  it('gives the same answer again, even when the instance or the template is gone', async () => {
    const { fleet, client, clock, state } = await startFleets();
    const launch = (more = {}) =>
      fleet([{ InstanceType: 'c5.xlarge' }], { ClientToken: 'once', ...more });
    const first = await launch();
    const InstanceIds = first.Instances?.[0]?.InstanceIds ?? [];
    await client.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: 'builder' }));
    await client.send(new TerminateInstancesCommand({ InstanceIds }));
    await clock.advance(60_000);
    const { FleetId, Instances } = await launch();
    expect({ FleetId, Instances }).toEqual({
      FleetId: first.FleetId,
      Instances: first.Instances,
    });
    expect(state.instances()).toHaveLength(1);
    expect(await codeOf(launch({ TargetCapacitySpecification: onDemand }))).toBe(
      'IdempotentParameterMismatch',
    );
  });

  it('stays bound to a fleet that launched nothing, for a day', async () => {
    const { fleet, emulator, clock } = await startFleets();
    emulator.capacity.set({ market: 'spot' }, 0);
    const launch = () => fleet([{ InstanceType: 'c5.xlarge' }], { ClientToken: 'once' });
    expect((await launch()).Instances).toEqual([]);
    emulator.capacity.set({ market: 'spot' }, 'unlimited');
    expect((await launch()).Instances).toEqual([]);
    await clock.advance(86_400_000);
    expect((await launch()).Instances).toHaveLength(1);
  });

  it('can be let go by a fleet that launched nothing, if the emulator is told so', async () => {
    const { fleet, emulator } = await startFleets({ bindTokensOfFailedLaunches: false });
    emulator.capacity.set({ market: 'spot' }, 0);
    const launch = () => fleet([{ InstanceType: 'c5.xlarge' }], { ClientToken: 'once' });
    expect((await launch()).Instances).toEqual([]);
    emulator.capacity.set({ market: 'spot' }, 'unlimited');
    expect((await launch()).Instances).toHaveLength(1);
  });
});
