import type { CreateFleetCommandInput } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../testing/start-ec2.js';
import { type Overrides, onDemand, startFleets } from '../testing/start-fleets.js';

describe('an instant fleet', () => {
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
});
