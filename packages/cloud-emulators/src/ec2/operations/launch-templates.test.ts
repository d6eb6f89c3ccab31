import {
  CreateLaunchTemplateCommand,
  type CreateLaunchTemplateCommandInput,
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf, startEc2, UBUNTU } from '../testing/start-ec2.js';

const LaunchTemplateData = { ImageId: UBUNTU, InstanceType: 't3.small' } as const;
const base = { LaunchTemplateName: 'builder', LaunchTemplateData };

async function startTemplates(options: Parameters<typeof startEc2>[0] = {}) {
  const started = await startEc2(options);
  const create = (more: Partial<CreateLaunchTemplateCommandInput> = {}) =>
    started.client.send(new CreateLaunchTemplateCommand({ ...base, ...more }));
  const list = async (input = {}) => {
    const command = new DescribeLaunchTemplatesCommand(input);
    const { LaunchTemplates } = await started.client.send(command);
    return LaunchTemplates?.map(({ LaunchTemplateName }) => LaunchTemplateName);
  };
  return { ...started, create, list };
}

describe('launch templates', () => {
  it('are made, listed and deleted', async () => {
    const { create, list, client, state } = await startTemplates();
    const { LaunchTemplate } = await create({
      TagSpecifications: [{ ResourceType: 'launch-template', Tags: [{ Key: 'a', Value: 'b' }] }],
    });
    expect(LaunchTemplate).toMatchObject({
      LaunchTemplateId: expect.stringMatching(/^lt-[0-9a-f]{17}$/),
      LaunchTemplateName: 'builder',
      DefaultVersionNumber: 1,
      LatestVersionNumber: 1,
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    await create({ LaunchTemplateName: 'other' });
    const LaunchTemplateIds = [LaunchTemplate?.LaunchTemplateId ?? ''];
    expect(await list()).toEqual(['builder', 'other']);
    expect(await list({ LaunchTemplateIds })).toEqual(['builder']);
    expect(await list({ LaunchTemplateNames: ['other'] })).toEqual(['other']);
    expect(await list({ Filters: [{ Name: 'tag:a', Values: ['b', 'c'] }] })).toEqual(['builder']);
    expect(await list({ Filters: [{ Name: 'launch-template-name', Values: ['*e*'] }] })).toEqual([
      'builder',
      'other',
    ]);
    expect(state.launchTemplates()).toHaveLength(2);
    await client.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: 'builder' }));
    expect(await list()).toEqual(['other']);
    expect(await codeOf(list({ LaunchTemplateIds }))).toBe('InvalidLaunchTemplateId.NotFound');
    expect(
      await codeOf(client.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: 'builder' }))),
    ).toBe('InvalidLaunchTemplateName.NotFoundException');
  });

  it('launch machines, and what the request says counts more', async () => {
    const { create, client, state } = await startTemplates();
    await create();
    const launch = (more = {}) =>
      client.send(
        new RunInstancesCommand({
          MinCount: 1,
          MaxCount: 1,
          LaunchTemplate: { LaunchTemplateName: 'builder' },
          ...more,
        }),
      );
    await launch();
    await launch({ InstanceType: 't3.medium' });
    expect(state.instances()).toMatchObject([
      { instanceType: 't3.small', tags: { 'aws:ec2launchtemplate:version': '1' } },
      { instanceType: 't3.medium' },
    ]);
  });

  it.each<[code: string, more: Partial<CreateLaunchTemplateCommandInput>]>([
    ['InvalidLaunchTemplateName.MalformedException', { LaunchTemplateName: 'ab' }],
    ['InvalidLaunchTemplateName.MalformedException', { LaunchTemplateName: 'a b c' }],
    ['InvalidLaunchTemplateName.MalformedException', { LaunchTemplateName: 'x'.repeat(129) }],
    ['InvalidClientToken', { ClientToken: 'x'.repeat(129) }],
    ['InvalidUserData.Malformed', { LaunchTemplateData: { UserData: '#!' } }],
    [
      'InvalidParameterValue',
      { TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'a', Value: 'b' }] }] },
    ],
    [
      'InvalidParameterValue',
      {
        LaunchTemplateData: {
          TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'a', Value: 'b' }] }],
        },
      },
    ],
    ['UnsupportedOperation', { LaunchTemplateData: { RamDiskId: 'ari-12345678' } }],
  ])('are refused with %s for %j', async (code, more) => {
    const { create, state } = await startTemplates();
    expect(await codeOf(create(more))).toBe(code);
    expect(state.launchTemplates()).toEqual([]);
  });

  it('have names of their own, also while reads lag', async () => {
    const { create, list } = await startTemplates({ consistencyWindowMs: 60_000 });
    await create();
    expect(await list()).toEqual([]);
    expect(await codeOf(create())).toBe('InvalidLaunchTemplateName.AlreadyExistsException');
  });

  it('are limited in number', async () => {
    const { create } = await startTemplates({ quotas: { launchTemplates: 1 } });
    await create();
    expect(await codeOf(create({ LaunchTemplateName: 'other' }))).toBe('MaxTemplateLimitExceeded');
  });

  it('are made once under a token', async () => {
    const { create } = await startTemplates();
    const ClientToken = 'x'.repeat(128);
    const first = await create({ ClientToken });
    const again = await create({ ClientToken });
    expect(again.LaunchTemplate?.LaunchTemplateId).toBe(first.LaunchTemplate?.LaunchTemplateId);
    expect(await codeOf(create({ ClientToken, LaunchTemplateName: 'other' }))).toBe(
      'IdempotentParameterMismatch',
    );
  });
});
