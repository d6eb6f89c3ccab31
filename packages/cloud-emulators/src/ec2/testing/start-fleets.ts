import {
  CreateFleetCommand,
  type CreateFleetCommandInput,
  CreateLaunchTemplateCommand,
  type FleetLaunchTemplateOverridesRequest,
  type RequestLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { startEc2, UBUNTU } from './start-ec2.js';

export type Overrides = FleetLaunchTemplateOverridesRequest[];

/** An EC2 with a launch template, and a fleet request that names it. */
export async function startFleets(
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

/** One instance, on demand. */
export const onDemand = { TotalTargetCapacity: 1, DefaultTargetCapacityType: 'on-demand' } as const;
