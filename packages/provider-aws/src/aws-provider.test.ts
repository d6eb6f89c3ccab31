import { InvalidCredentialsError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { FetchRequestHandler } from './client/fetch-request-handler.js';
import { loadEc2Sdk } from './client/load-ec2-sdk.js';
import { CREDENTIALS, ec2IdOf, operationsOf, SMALL, startAws } from './testing/start-aws.js';

describe('validateCredentials', () => {
  it('makes one request', async () => {
    const { provider, emulator, run } = await startAws();
    await run(() => provider.validateCredentials());
    await run(() => provider.validateCredentials());
    expect(operationsOf(emulator)).toEqual(['DescribeRegions', 'DescribeRegions']);
  });

  it('names the permission that it needs', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.deny('DescribeRegions');
    const error: unknown = await run(() => provider.validateCredentials()).catch((e) => e);
    expect(error).toBeInstanceOf(InvalidCredentialsError);
    expect(error).toMatchObject({ message: expect.stringContaining('ec2:DescribeRegions') });
  });

  it.each(['eu-west-9', 'af-south-1'])('refuses the region %s', async (region) => {
    const { openProvider, run } = await startAws();
    const provider = openProvider({}, { ...CREDENTIALS, region });
    await expect(run(() => provider.validateCredentials())).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: 'credentials.region' }],
    });
  });

  it('takes credentials that have expired for what they are', async () => {
    const { openProvider, clock, run } = await startAws({
      credentials: [
        {
          accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
          secretAccessKey: 'other/secret/of/forty/characters/0123456',
          sessionToken: 'token-of-a-session',
          expiresAt: new Date('2026-01-01T00:30:00Z'),
        },
      ],
    });
    const provider = openProvider(
      {},
      {
        access_key_id: 'ASIAIOSFODNN7EXAMPLE',
        secret_access_key: 'other/secret/of/forty/characters/0123456',
        session_token: 'token-of-a-session',
        region: 'us-east-1',
      },
    );
    await run(() => provider.validateCredentials());
    await clock.advance(3_600_000);
    await expect(run(() => provider.validateCredentials())).rejects.toMatchObject({
      code: 'invalid_credentials',
      providerCode: 'RequestExpired',
    });
  });
});

describe('setExpiry', () => {
  it('renews and removes a lease', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = await run(() => provider.createInstance(SMALL));
    const expiresAt = new Date('2026-03-04T05:06:07.089Z');
    await run(() => provider.setExpiry(instanceId, expiresAt));
    expect(await run(() => provider.getInstanceStatus(instanceId))).toMatchObject({ expiresAt });
    await run(() => provider.setExpiry(instanceId, undefined));
    expect((await run(() => provider.getInstanceStatus(instanceId))).expiresAt).toBeUndefined();
    expect(emulator.state.instance(ec2IdOf(instanceId)).tags).toMatchObject({
      'stagely-managed': '1',
    });
  });

  it('refuses an instance that is not Stagely’s', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = emulator.state.plantInstance({ region: 'us-east-1' });
    await expect(run(() => provider.setExpiry(instanceId, new Date()))).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: 'instanceId' }],
    });
    expect(emulator.state.instance(instanceId).tags).toEqual({});
  });

  it('tells the problems of its arguments together', async () => {
    const { provider } = await startAws();
    const work = Reflect.apply(provider.setExpiry, provider, ['x', 'tomorrow', { timeout: 1 }]);
    await expect(work).rejects.toMatchObject({
      operation: 'setExpiry',
      issues: [{ path: 'instanceId' }, { path: 'options.timeout' }, { path: 'expiresAt' }],
    });
  });
});

describe('sweep', () => {
  it('tells of what it could not remove or see, and goes on', async () => {
    const { openProvider, emulator, clock, run } = await startAws();
    const provider = openProvider({ regions: ['us-east-1', 'eu-west-1'] });
    emulator.state.deny('DeleteLaunchTemplate');
    await run(() => provider.createInstance({ ...SMALL, spotInstance: true, region: 'eu-west-1' }));
    await clock.advance(900_000);
    emulator.faults.add({ operation: 'DescribeLaunchTemplates', fault: { type: 'resetBefore' } });
    expect(await run(() => provider.sweep())).toMatchObject({
      removed: [],
      failed: [
        {
          kind: 'launch templates of a region',
          id: 'us-east-1',
          error: { code: 'network_failure' },
        },
        {
          kind: 'launch template',
          id: expect.stringMatching(/^eu-west-1\/lt-/),
          error: { code: 'invalid_credentials' },
        },
      ],
    });
  });

  it('leaves the templates of others alone', async () => {
    const { provider, emulator, clock, run } = await startAws();
    const { EC2Client, CreateLaunchTemplateCommand } = await loadEc2Sdk();
    const { access_key_id: accessKeyId, secret_access_key: secretAccessKey } = CREDENTIALS;
    const client = new EC2Client({
      region: 'us-east-1',
      endpoint: emulator.url,
      credentials: { accessKeyId, secretAccessKey },
      requestHandler: new FetchRequestHandler(emulator.fetch),
    });
    await client.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: 'of-somebody-else',
        LaunchTemplateData: { InstanceType: 't3.small' },
      }),
    );
    await clock.advance(900_000);
    expect(await run(() => provider.sweep())).toEqual({ removed: [], failed: [] });
    expect(emulator.state.launchTemplates()).toHaveLength(1);
  });
});
