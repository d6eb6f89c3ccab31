import { describe, expect, it, onTestFinished } from 'vitest';
import { startEc2Emulator } from './start-ec2-emulator.js';
import { findAwsClis, runAwsCli } from './testing/aws-cli.js';
import { UBUNTU } from './testing/start-ec2.js';

const clis = findAwsClis();
const title =
  clis.length > 0 ? 'the AWS CLI' : 'the AWS CLI (skipped: there is no aws on the search path)';

/** Boots at once, because the CLI polls every 15 seconds of real time. */
const timings = { runningMs: 0, addressMs: 0, terminatedMs: 0, stoppedMs: 0 };

async function startFor(cli: string) {
  const emulator = await startEc2Emulator({ timings });
  onTestFinished(() => emulator.close());
  const aws = (...args: string[]) => runAwsCli(cli, emulator.url, args);
  const ec2 = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await aws('ec2', ...args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    return stdout;
  };
  const launch = async (...more: string[]) => {
    const id = await ec2(
      'run-instances',
      ...['--image-id', UBUNTU, '--instance-type', 't3.small', '--count', '1'],
      ...['--query', 'Instances[0].InstanceId', '--output', 'text'],
      ...more,
    );
    return id.trim();
  };
  return { emulator, aws, ec2, launch };
}

describe.skipIf(clis.length === 0)(title, () => {
  describe.each(clis)('%s', (cli) => {
    it('launches, lists, tags and terminates machines', async () => {
      const { emulator, ec2, launch } = await startFor(cli);
      const id = await launch(
        ...['--associate-public-ip-address', '--user-data', '#!/bin/sh\necho hello'],
        ...['--tag-specifications', 'ResourceType=instance,Tags=[{Key=Name,Value=web server}]'],
      );
      expect(id).toMatch(/^i-[0-9a-f]{17}$/);
      const truth = emulator.state.instance(id);
      expect(truth).toMatchObject({ region: 'eu-west-1', tags: { Name: 'web server' } });
      expect(Buffer.from(truth.userData ?? '', 'base64').toString()).toBe('#!/bin/sh\necho hello');

      await ec2('wait', 'instance-running', '--instance-ids', id);
      await ec2('create-tags', '--resources', id, '--tags', 'Key=team,Value=blue');
      const json: unknown = JSON.parse(
        await ec2('describe-instances', '--filters', 'Name=tag:team,Values=bl*'),
      );
      expect(json).toMatchObject({
        Reservations: [
          {
            Instances: [
              { InstanceId: id, State: { Name: 'running' }, PublicIpAddress: truth.publicIp },
            ],
          },
        ],
      });
      expect(await ec2('describe-instances', '--output', 'table')).toContain(id);
      const columns = 'Reservations[].Instances[].[InstanceId,State.Name]';
      expect(await ec2('describe-instances', '--query', columns, '--output', 'text')).toBe(
        `${id}\trunning\n`,
      );

      await ec2('terminate-instances', '--instance-ids', id);
      await ec2('wait', 'instance-terminated', '--instance-ids', id);
      expect(emulator.state.instance(id).state).toBe('terminated');
    });

    it('goes through pages', async () => {
      const { ec2, launch } = await startFor(cli);
      await launch('--count', '7');
      const ids = await ec2(
        'describe-instances',
        ...['--page-size', '5', '--output', 'text'],
        ...['--query', 'Reservations[].Instances[].InstanceId'],
      );
      expect(new Set(ids.match(/i-[0-9a-f]{17}/g)).size).toBe(7);
    });

    it('launches spot machines from a template through a fleet', async () => {
      const { emulator, ec2 } = await startFor(cli);
      const data = { ImageId: UBUNTU, UserData: 'I2Nsb3Vk' };
      await ec2(
        'create-launch-template',
        ...['--launch-template-name', 'builder', '--launch-template-data', JSON.stringify(data)],
      );
      const configs = [
        {
          LaunchTemplateSpecification: { LaunchTemplateName: 'builder', Version: '1' },
          Overrides: [{ InstanceType: 'c5.xlarge' }],
        },
      ];
      const answer = await ec2(
        'create-fleet',
        ...['--type', 'instant', '--launch-template-configs', JSON.stringify(configs)],
        '--target-capacity-specification',
        'TotalTargetCapacity=1,DefaultTargetCapacityType=spot',
      );
      const [instance] = emulator.state.instances();
      expect(instance).toMatchObject({ market: 'spot', instanceType: 'c5.xlarge' });
      expect(answer).toContain(instance?.instanceId);
      await ec2('describe-launch-templates');
      await ec2('delete-launch-template', '--launch-template-name', 'builder');
    });

    it('understands the answers to all lists', async () => {
      const { ec2 } = await startFor(cli);
      const lists = [
        ['describe-regions'],
        ['describe-availability-zones'],
        ['describe-instance-types', '--instance-types', 't3.small'],
        ['describe-instance-type-offerings', '--location-type', 'availability-zone'],
        ['describe-images', '--owners', '099720109477'],
        ['describe-vpcs'],
        ['describe-subnets'],
        ['describe-security-groups'],
        ['describe-spot-price-history', '--instance-types', 'c5.xlarge'],
        ['describe-spot-instance-requests'],
        ['describe-instance-status'],
      ];
      for (const list of lists) expect(JSON.parse(await ec2(...list))).toBeTypeOf('object');
    });

    it('shows what is wrong', async () => {
      const { emulator, aws } = await startFor(cli);
      const failing = async (...args: string[]) => (await aws('ec2', ...args)).stderr;
      expect(
        await failing('terminate-instances', '--instance-ids', 'i-0123456789abcdef0'),
      ).toContain('(InvalidInstanceID.NotFound)');
      expect(await failing('describe-regions', '--dry-run')).toContain('(DryRunOperation)');
      emulator.capacity.set({}, 0);
      const launch = ['run-instances', '--image-id', UBUNTU, '--instance-type', 't3.small'];
      expect(await failing(...launch)).toContain('(InsufficientInstanceCapacity)');
    });
  });
});
