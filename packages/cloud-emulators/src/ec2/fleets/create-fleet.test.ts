import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../testing/start-ec2.js';
import { onDemand, startFleets } from '../testing/start-fleets.js';

describe('an instant fleet', () => {
  it('launches a spot instance from its template, with the tags of both', async () => {
    const { fleet, client, clock, state } = await startFleets();
    const { FleetId, Instances, Errors } = await fleet([{ InstanceType: 'c5.xlarge' }], {
      TagSpecifications: [
        { ResourceType: 'fleet', Tags: [{ Key: 'fleet', Value: 'yes' }] },
        { ResourceType: 'instance', Tags: [{ Key: 'from', Value: 'fleet' }] },
      ],
    });
    expect(FleetId).toMatch(/^fleet-[0-9a-f-]{36}$/);
    expect(Errors).toEqual([]);
    expect(Instances).toMatchObject([
      {
        Lifecycle: 'spot',
        InstanceType: 'c5.xlarge',
        InstanceIds: [expect.stringMatching(/^i-/)],
        LaunchTemplateAndOverrides: { Overrides: { InstanceType: 'c5.xlarge' } },
      },
    ]);
    await clock.advance(60_000);
    const InstanceIds = Instances?.[0]?.InstanceIds ?? [];
    const { Reservations } = await client.send(new DescribeInstancesCommand({ InstanceIds }));
    const instance = Reservations?.[0]?.Instances?.[0];
    expect(instance).toMatchObject({ InstanceLifecycle: 'spot', State: { Name: 'running' } });
    expect(instance?.PublicIpAddress).toBeDefined();
    expect(instance?.Tags).toEqual(
      expect.arrayContaining([
        { Key: 'from', Value: 'fleet' },
        { Key: 'template', Value: 'yes' },
        { Key: 'aws:ec2:fleet-id', Value: FleetId },
      ]),
    );
    const [truth] = state.instances();
    expect(truth).toMatchObject({ shutdownBehavior: 'terminate', tags: { from: 'fleet' } });
    expect(Buffer.from(truth?.userData ?? '', 'base64').toString()).toBe('from the template');
  });

  it('answers with errors and status 200 when there is no capacity', async () => {
    const { fleet, emulator, state } = await startFleets({
      capacity: [{ market: 'spot', available: 0 }],
    });
    const answer = await fleet([{ InstanceType: 'c5.xlarge' }, { InstanceType: 'c6i.xlarge' }]);
    expect(answer.$metadata.httpStatusCode).toBe(200);
    expect(answer.Instances).toEqual([]);
    expect(answer.Errors).toHaveLength(2);
    for (const InstanceType of ['c5.xlarge', 'c6i.xlarge']) {
      expect(answer.Errors).toContainEqual({
        ErrorCode: 'InsufficientInstanceCapacity',
        ErrorMessage: expect.stringContaining('Spot'),
        Lifecycle: 'spot',
        LaunchTemplateAndOverrides: expect.objectContaining({ Overrides: { InstanceType } }),
      });
    }
    expect(state.instances()).toEqual([]);
    expect(emulator.requests.all().at(-1)).toMatchObject({ status: 200 });
  });

  it('goes on to the next candidate, and tells of those that failed', async () => {
    const { fleet, emulator } = await startFleets();
    emulator.capacity.set({ type: 'c6i.xlarge', market: 'spot' }, 0);
    emulator.capacity.set({ type: 'c5.xlarge', market: 'spot' }, 1);
    const { Instances, Errors } = await fleet(
      [
        { InstanceType: 'c6i.xlarge', Priority: 1 },
        { InstanceType: 'c5.xlarge', Priority: 2 },
      ],
      {
        SpotOptions: { AllocationStrategy: 'capacity-optimized-prioritized' },
        TargetCapacitySpecification: { TotalTargetCapacity: 2, DefaultTargetCapacityType: 'spot' },
      },
    );
    expect(Instances).toMatchObject([{ InstanceType: 'c5.xlarge' }]);
    expect(Instances?.[0]?.InstanceIds).toHaveLength(1);
    expect(Errors).toMatchObject([{ ErrorCode: 'InsufficientInstanceCapacity' }]);
  });

  it('takes the cheapest spot pool that has something left', async () => {
    const { fleet, state } = await startFleets();
    const cheap = { region: 'us-east-1', zone: 'us-east-1d' };
    state.setSpotPrice('m5.xlarge', cheap, 0.0123);
    const { Instances } = await fleet([
      { InstanceType: 'c5.xlarge' },
      { InstanceType: 'm5.xlarge' },
    ]);
    expect(Instances).toMatchObject([
      { InstanceType: 'm5.xlarge', AvailabilityZone: 'us-east-1d' },
    ]);
  });

  it('goes by priority on demand where it is told so', async () => {
    const { fleet } = await startFleets();
    const { Instances } = await fleet(
      [
        { InstanceType: 'c5.xlarge', Priority: 2 },
        { InstanceType: 'm5.xlarge', Priority: 1 },
      ],
      {
        TargetCapacitySpecification: onDemand,
        OnDemandOptions: { AllocationStrategy: 'prioritized' },
      },
    );
    expect(Instances).toMatchObject([{ InstanceType: 'm5.xlarge', Lifecycle: 'on-demand' }]);
  });

  it('fills both markets, by weight', async () => {
    const { fleet, state } = await startFleets();
    await fleet([{ InstanceType: 'c5.xlarge', WeightedCapacity: 2 }], {
      TargetCapacitySpecification: {
        TotalTargetCapacity: 7,
        OnDemandTargetCapacity: 4,
        DefaultTargetCapacityType: 'spot',
      },
    });
    const markets = state.instances().map(({ market }) => market);
    expect(markets.toSorted()).toEqual(['on-demand', 'on-demand', 'spot', 'spot']);
  });

  it('finds its template by id and by $Latest, and can replace its user data', async () => {
    const { fleet, state, templateId } = await startFleets();
    const userData = Buffer.from('of this launch').toString('base64');
    await fleet([], {
      LaunchTemplateConfigs: [
        {
          LaunchTemplateSpecification: {
            LaunchTemplateId: templateId,
            Version: '$Latest',
            LaunchTemplateSpecificationUserData: userData,
          },
          Overrides: [{ InstanceType: 'c5.xlarge' }],
        },
      ],
    });
    expect(state.instances()).toMatchObject([{ userData }]);
  });

  it('does not see a template that was made a moment ago', async () => {
    const { fleet, clock } = await startFleets({ consistencyWindowMs: 5000 });
    const overrides = [{ InstanceType: 'c5.xlarge' as const }];
    expect(await codeOf(fleet(overrides))).toBe('InvalidLaunchTemplateName.NotFoundException');
    await clock.advance(5000);
    expect((await fleet(overrides)).Instances).toHaveLength(1);
  });

  it('puts a subnet of an override into the template’s network interface', async () => {
    const { fleet, state, client } = await startFleets();
    const { subnetIds } = state.addVpc('us-east-1');
    const { Instances } = await fleet([{ InstanceType: 'c5.xlarge', SubnetId: subnetIds[1] }]);
    const InstanceIds = Instances?.[0]?.InstanceIds ?? [];
    const { Reservations } = await client.send(new DescribeInstancesCommand({ InstanceIds }));
    expect(Reservations?.[0]?.Instances?.[0]?.SubnetId).toBe(subnetIds[1]);
  });

  it('takes no template that says itself what market to buy on', async () => {
    const { fleet } = await startFleets({}, { InstanceMarketOptions: { MarketType: 'spot' } });
    expect(await codeOf(fleet([{ InstanceType: 'c5.xlarge' }]))).toBe(
      'InvalidParameterCombination',
    );
  });
});
