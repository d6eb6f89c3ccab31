import { afterAll, describe, expect, it } from 'vitest';
import { operations } from './operations/operations.js';
import { Ec2Specification, hasSpecifications } from './testing/ec2-specification.js';
import type { Shape } from './testing/shape.js';
import { startEc2, UBUNTU } from './testing/start-ec2.js';

const title = hasSpecifications
  ? 'the published service model'
  : 'the published service model (skipped: there is no ../shared/specs beside the repository)';

/** The names of all simple parameters in a shape, with 1 for every number of a list. */
function leavesOf(shape: Shape, prefix: string): string[] {
  if (shape.type === 'list') return leavesOf(shape.item(), `${prefix}.1`);
  if (shape.type !== 'structure') return [prefix];
  return [...shape.members].flatMap(([name, member]) =>
    leavesOf(member.shape(), prefix === '' ? name : `${prefix}.${name}`),
  );
}

describe.skipIf(!hasSpecifications)(title, () => {
  const specification = new Ec2Specification();
  const driven = new Set<string>();

  /** An EC2 all of whose requests and answers are held against their description. */
  async function startChecked(options: Parameters<typeof startEc2>[0] = {}) {
    const started = await startEc2({ rateLimits: false, ...options });
    const ask: typeof started.query = async (action, parameters, more) => {
      const answer = await started.query(action, parameters, more);
      driven.add(action);
      const problems = [
        ...specification.checkAnswer({
          action,
          request: answer.form,
          status: answer.status,
          answer: answer.text,
        }),
        ...(answer.status === 200 ? specification.checkRequest(action, answer.form) : []),
      ];
      expect(problems).toEqual([]);
      return answer;
    };
    return { ...started, ask };
  }

  const launch = { ImageId: UBUNTU, InstanceType: 't3.small', MinCount: 1, MaxCount: 1 };

  it('allows every answer about instances, in every state', async () => {
    const { ask, state, clock } = await startChecked();
    state.addKeyPair('us-east-1', 'ann');
    await ask('RunInstances', {
      ...launch,
      MaxCount: 2,
      ClientToken: 'once',
      KeyName: 'ann',
      UserData: 'I2Nsb3Vk',
      'IamInstanceProfile.Name': 'builder',
      'MetadataOptions.HttpTokens': 'required',
      'TagSpecification.1.ResourceType': 'instance',
      'TagSpecification.1.Tag.1.Key': 'a',
      'TagSpecification.1.Tag.1.Value': '<b>',
    });
    await ask('RunInstances', { ...launch, 'InstanceMarketOptions.MarketType': 'spot' });
    const [first, second, third] = state.instances().map(({ instanceId }) => instanceId);
    const everything = async () => {
      await ask('DescribeInstances');
      await ask('DescribeInstances', { 'InstanceId.1': first ?? '' });
      await ask('DescribeInstances', {
        'Filter.1.Name': 'tag:a',
        'Filter.1.Value.1': '<b>',
        MaxResults: 5,
      });
      await ask('DescribeInstanceStatus', { IncludeAllInstances: true });
      await ask('DescribeSpotInstanceRequests');
    };
    await everything();
    await clock.advance(60_000);
    await everything();
    await ask('StopInstances', { 'InstanceId.1': first ?? '' });
    await everything();
    await clock.advance(60_000);
    await everything();
    await ask('StartInstances', { 'InstanceId.1': first ?? '' });
    state.reclaimSpotInstance(third ?? '');
    await everything();
    await ask('CreateTags', { 'ResourceId.1': first ?? '', 'Tag.1.Key': 'x', 'Tag.1.Value': 'y' });
    await ask('DeleteTags', { 'ResourceId.1': first ?? '', 'Tag.1.Key': 'x' });
    await ask('TerminateInstances', { 'InstanceId.1': first ?? '', 'InstanceId.2': second ?? '' });
    await everything();
    await clock.advance(60_000);
    await everything();
  });

  it('allows every page of every list', async () => {
    const { ask } = await startChecked();
    await ask('DescribeRegions', { AllRegions: true });
    await ask('DescribeAvailabilityZones');
    for (const [action, MaxResults] of [
      ['DescribeImages', 2],
      ['DescribeInstanceTypeOfferings', 50],
      ['DescribeInstanceTypes', 50],
      ['DescribeSecurityGroups', 5],
      ['DescribeSpotPriceHistory', 200],
      ['DescribeSubnets', 5],
      ['DescribeVpcs', 5],
    ] as const) {
      let token: string | undefined;
      do {
        const { text } = await ask(action, { MaxResults, ...(token && { NextToken: token }) });
        token = /<nextToken>(.*)<\/nextToken>/.exec(text)?.[1];
      } while (token);
      await ask(action);
    }
  });

  it('allows every answer about launch templates and fleets', async () => {
    const { ask, emulator } = await startChecked();
    await ask('CreateLaunchTemplate', {
      LaunchTemplateName: 'builder',
      'LaunchTemplateData.ImageId': UBUNTU,
      'LaunchTemplateData.InstanceType': 'c5.xlarge',
      'LaunchTemplateData.NetworkInterface.1.DeviceIndex': 0,
      'LaunchTemplateData.NetworkInterface.1.AssociatePublicIpAddress': true,
      'LaunchTemplateData.TagSpecification.1.ResourceType': 'instance',
      'LaunchTemplateData.TagSpecification.1.Tag.1.Key': 'a',
      'LaunchTemplateData.TagSpecification.1.Tag.1.Value': 'b',
      'TagSpecification.1.ResourceType': 'launch-template',
      'TagSpecification.1.Tag.1.Key': 'a',
      'TagSpecification.1.Tag.1.Value': 'b',
    });
    await ask('DescribeLaunchTemplates');
    emulator.capacity.set({ type: 'c5.xlarge', market: 'spot' }, 1);
    const fleet = {
      Type: 'instant',
      ClientToken: 'once',
      'LaunchTemplateConfigs.1.LaunchTemplateSpecification.LaunchTemplateName': 'builder',
      'LaunchTemplateConfigs.1.LaunchTemplateSpecification.Version': '$Latest',
      'LaunchTemplateConfigs.1.Overrides.1.InstanceType': 'c5.xlarge',
      'LaunchTemplateConfigs.1.Overrides.1.Priority': 1.5,
      'LaunchTemplateConfigs.1.Overrides.2.InstanceType': 't4g.small',
      'LaunchTemplateConfigs.1.Overrides.2.MaxPrice': '0.05',
      'LaunchTemplateConfigs.1.Overrides.2.AvailabilityZone': 'us-east-1a',
      'LaunchTemplateConfigs.1.Overrides.2.WeightedCapacity': 2,
      'SpotOptions.AllocationStrategy': 'price-capacity-optimized',
      'TargetCapacitySpecification.TotalTargetCapacity': 2,
      'TargetCapacitySpecification.DefaultTargetCapacityType': 'spot',
    };
    const { text } = await ask('CreateFleet', fleet);
    expect(text).toMatch(/<fleetInstanceSet><item>.*<instanceIds><item>i-/);
    expect(text).toMatch(/<errorSet><item>/);
    expect((await ask('CreateFleet', fleet)).status).toBe(200);
    await ask('DeleteLaunchTemplate', { LaunchTemplateName: 'builder' });
  });

  it('allows every error', async () => {
    const { ask, state } = await startChecked({ quotas: { onDemandVcpus: 1 } });
    await ask('RunInstances', launch);
    await ask('RunInstances', { ...launch, DryRun: true });
    await ask('RunInstances', { ...launch, Colour: '<red & "blue">' });
    await ask('TerminateInstances', { 'InstanceId.1': 'i-0123456789abcdef0' });
    state.deny('DescribeVpcs');
    await ask('DescribeVpcs');
    await ask('DescribeVpcs', {}, { region: 'nowhere' });
  });

  it('has every parameter that the emulator takes', () => {
    for (const { action, request, notEmulated } of operations.values()) {
      const { request: shape } = specification.shapesOf(action);
      const described = shape.type === 'structure' ? [...shape.members.keys()] : [];
      const taken = Object.keys(request.entries);
      const refused = [...notEmulated].filter((name) => !name.includes('.'));
      expect({ action, parameters: [...taken, ...refused].toSorted() }).toEqual({
        action,
        parameters: described.toSorted(),
      });
    }
  });

  it('has no parameter, however deep, that the emulator does not know of', async () => {
    const { query } = await startChecked();
    for (const { action } of operations.values()) {
      const unknown: string[] = [];
      for (const name of leavesOf(specification.shapesOf(action).request, '')) {
        const { code } = await query(action, { [name]: 'x' });
        if (code === 'UnknownParameter') unknown.push(name);
      }
      expect({ action, unknown }).toEqual({ action, unknown: [] });
    }
  });

  it('is what the checks notice departures from', async () => {
    const { query } = await startEc2();
    const { text, form } = await query('DescribeVpcs');
    const check = (answer: string) =>
      specification.checkAnswer({ action: 'DescribeVpcs', request: form, status: 200, answer });
    expect(check(text)).toEqual([]);
    for (const changed of [
      text.replaceAll('vpcId>', 'vpcID>'),
      text.replace('<isDefault>true<', '<isDefault>yes<'),
      text.replace('2016-11-15/', '2016-11-15'),
      text.replace('<vpcSet>', '<vpcSet><vpc></vpc>'),
      text.replace('<vpcSet>', '<vpcSet></vpcSet><vpcSet>'),
      text.replaceAll('DescribeVpcsResponse', 'DescribeVpcResponse'),
      text.replaceAll('requestId>', 'id>'),
    ]) {
      expect(changed).not.toBe(text);
      expect(check(changed)).not.toEqual([]);
    }
    expect(specification.checkRequest('DescribeVpcs', 'Action=DescribeVpcs&Colour=red')).toEqual([
      'request has no parameter Colour in the description',
    ]);
    expect(specification.checkRequest('RunInstances', 'MinCount=one&ImageId=x')).toEqual([
      'request has no MaxCount',
      'request.MinCount is "one", no integer',
    ]);
  });

  afterAll(() => {
    const untouched = [...operations.keys()].filter((action) => !driven.has(action));
    expect(untouched).toEqual([]);
  });
});
