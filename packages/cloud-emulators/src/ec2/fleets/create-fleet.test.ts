import {
  CreateFleetCommand,
  type CreateFleetCommandInput,
  CreateLaunchTemplateCommand,
  DeleteLaunchTemplateCommand,
  DescribeInstancesCommand,
  type FleetLaunchTemplateOverridesRequest,
  type RequestLaunchTemplateData,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf, startEc2, UBUNTU } from '../testing/start-ec2.js';

type Overrides = FleetLaunchTemplateOverridesRequest[];

/** An EC2 with a launch template, and a fleet request that names it. */
async function startFleets(
  options: Parameters<typeof startEc2>[0] = {},
  data: RequestLaunchTemplateData = {},
) {
  const started = await startEc2(options);
  const { client } = started;
  const { LaunchTemplate } = await client.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: 'builder',
      LaunchTemplateData: {
        ImageId: UBUNTU,
        UserData: Buffer.from('from the template').toString('base64'),
        NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: true }],
        InstanceInitiatedShutdownBehavior: 'terminate',
        TagSpecifications: [
          {
            ResourceType: 'instance',
            Tags: [
              { Key: 'from', Value: 'template' },
              { Key: 'template', Value: 'yes' },
            ],
          },
        ],
        ...data,
      },
    }),
  );
  const fleet = (Overrides: Overrides, more: Partial<CreateFleetCommandInput> = {}) =>
    client.send(
      new CreateFleetCommand({
        Type: 'instant',
        LaunchTemplateConfigs: [
          {
            LaunchTemplateSpecification: { LaunchTemplateName: 'builder', Version: '1' },
            Overrides,
          },
        ],
        TargetCapacitySpecification: { TotalTargetCapacity: 1, DefaultTargetCapacityType: 'spot' },
        SpotOptions: { AllocationStrategy: 'price-capacity-optimized' },
        ...more,
      }),
    );
  return { ...started, fleet, templateId: LaunchTemplate?.LaunchTemplateId ?? '' };
}

const onDemand = { TotalTargetCapacity: 1, DefaultTargetCapacityType: 'on-demand' } as const;

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

  it.each<[code: string, override: Overrides[number], arrange?: string]>([
    ['Unsupported', { InstanceType: 'c5.xlarge', AvailabilityZone: 'us-east-1e' }],
    ['InvalidParameterValue', { InstanceType: 't4g.small' }],
    ['InvalidAMIID.NotFound', { InstanceType: 'c5.xlarge', ImageId: 'ami-0123456789abcdef0' }],
    ['SpotMaxPriceTooLow', { InstanceType: 'c5.xlarge', MaxPrice: '0.002' }],
    [
      'InvalidSubnetID.NotFound',
      { InstanceType: 'c5.xlarge', SubnetId: 'subnet-0123456789abcdef0' },
    ],
    ['UnauthorizedOperation', { InstanceType: 'c5.xlarge' }, 'RunInstances'],
    [
      'AuthFailure.ServiceLinkedRoleCreationNotPermitted',
      { InstanceType: 'c5.xlarge' },
      'iam:CreateServiceLinkedRole',
    ],
  ])('has %s among its errors for %j', async (code, override, denied = '') => {
    const { fleet, state } = await startFleets();
    if (denied) state.deny(denied);
    const { Instances, Errors } = await fleet([override]);
    expect(Instances).toEqual([]);
    expect(Errors).toMatchObject([{ ErrorCode: code }]);
  });

  it('has its quota errors among its errors', async () => {
    const { fleet } = await startFleets({ quotas: { spotVcpus: 3, onDemandVcpus: 3 } });
    const errorsOf = async (more = {}) =>
      (await fleet([{ InstanceType: 'c5.xlarge' }], more)).Errors?.map((one) => one.ErrorCode);
    expect(await errorsOf()).toEqual(['MaxSpotInstanceCountExceeded']);
    expect(await errorsOf({ TargetCapacitySpecification: onDemand })).toEqual([
      'VcpuLimitExceeded',
    ]);
  });

  it.each<[code: string, rule: string, more: Partial<CreateFleetCommandInput>]>([
    ['UnsupportedOperation', 'maintain is the default type', { Type: undefined }],
    ['UnsupportedOperation', 'there are no fleets of type request', { Type: 'request' }],
    ['MissingParameter', 'there is no template', { LaunchTemplateConfigs: [] }],
    [
      'InvalidLaunchTemplateName.NotFoundException',
      'the template is not there',
      {
        LaunchTemplateConfigs: [
          { LaunchTemplateSpecification: { LaunchTemplateName: 'other', Version: '1' } },
        ],
      },
    ],
    [
      'InvalidLaunchTemplateId.VersionNotFound',
      'the version is not there',
      {
        LaunchTemplateConfigs: [
          { LaunchTemplateSpecification: { LaunchTemplateName: 'builder', Version: '2' } },
        ],
      },
    ],
    [
      'MissingParameter',
      'the version is missing',
      {
        LaunchTemplateConfigs: [{ LaunchTemplateSpecification: { LaunchTemplateName: 'builder' } }],
      },
    ],
    [
      'MissingParameter',
      'the template has neither id nor name',
      { LaunchTemplateConfigs: [{ LaunchTemplateSpecification: { Version: '1' } }] },
    ],
    [
      'InvalidParameterCombination',
      'the template has both id and name',
      {
        LaunchTemplateConfigs: [
          {
            LaunchTemplateSpecification: {
              LaunchTemplateId: 'lt-0123456789abcdef0',
              LaunchTemplateName: 'builder',
              Version: '1',
            },
          },
        ],
      },
    ],
    [
      'InvalidParameterCombination',
      'it is not said of what market the capacity is',
      { TargetCapacitySpecification: { TotalTargetCapacity: 1 } },
    ],
    [
      'InvalidParameterValue',
      'a price is below a tenth of a cent',
      { SpotOptions: { MaxTotalPrice: '0.0009' } },
    ],
    [
      'InvalidParameterValue',
      'a fleet cannot tag spot requests',
      {
        TagSpecifications: [
          { ResourceType: 'spot-instances-request', Tags: [{ Key: 'a', Value: 'b' }] },
        ],
      },
    ],
    ['InvalidClientToken', 'the token is too long', { ClientToken: 'x'.repeat(65) }],
  ])('answers %s: %s', async (code, _rule, more) => {
    const { fleet, state } = await startFleets();
    expect(await codeOf(fleet([{ InstanceType: 'c5.xlarge' }], more))).toBe(code);
    expect(state.instances()).toEqual([]);
  });

  it('fails as a whole when the image’s parameter may not be read', async () => {
    const { fleet, state } = await startFleets();
    state.deny('ssm:GetParameters');
    expect(await codeOf(fleet([{ InstanceType: 'c5.xlarge' }]))).toBe('SsmAccessDenied');
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
