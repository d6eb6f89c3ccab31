import {
  InstanceNotFoundError,
  type InstanceStatus,
  InvalidCredentialsError,
  InvalidInputError,
  type ListedInstance,
  NetworkFailureError,
  OperationAbortedError,
  type StagelyError,
} from '@stagely/core';
import { describe, expect, it } from 'vitest';
import type { AwsProvider } from './aws-provider.js';
import { FetchRequestHandler } from './client/fetch-request-handler.js';
import { loadEc2Sdk } from './client/load-ec2-sdk.js';
import {
  CREDENTIALS,
  countOf,
  ec2IdOf,
  operationsOf,
  SMALL,
  startAws,
} from './testing/start-aws.js';

const UNKNOWN = 'us-east-1/i-0123456789abcdef0';

async function listAll(
  provider: AwsProvider,
  ...args: Parameters<AwsProvider['listInstances']>
): Promise<ListedInstance[]> {
  const listed: ListedInstance[] = [];
  for await (const instance of provider.listInstances(...args)) listed.push(instance);
  return listed;
}

describe('getInstanceStatus', () => {
  it('follows an instance from its launch to its end', async () => {
    const { provider, emulator, clock, run } = await startAws();
    const planted = emulator.state.plantInstance({ region: 'eu-west-1' });
    const instanceId = `eu-west-1/${planted.instanceId}`;
    const read = () => run(() => provider.getInstanceStatus(instanceId));
    const privateIp = expect.stringMatching(/^172\.31\./);
    const launchedAt = new Date(clock.now());
    expect(await read()).toEqual({
      instanceId,
      state: 'pending',
      ready: false,
      privateIp,
      launchedAt,
    });
    await clock.advance(10_000);
    expect(await read()).toMatchObject({ state: 'running', ready: false });
    await clock.advance(2_000);
    const publicIp = expect.stringMatching(/^198\.1[89]\./);
    expect(await read()).toMatchObject({ state: 'running', ready: true, publicIp });
    emulator.state.stopInstance(planted.instanceId);
    expect(await read()).toMatchObject({ state: 'stopped', ready: false });
    emulator.state.terminateInstance(planted.instanceId);
    expect(await read()).toMatchObject({ state: 'terminated', ready: false });
    await clock.advance(3_700_000);
    await expect(read()).rejects.toBeInstanceOf(InstanceNotFoundError);
  });

  it('takes an id without a region for one of the region of the credentials', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = emulator.state.plantInstance({ region: 'us-east-1' });
    const status = await run(() => provider.getInstanceStatus(instanceId));
    expect(status.instanceId).toBe(`us-east-1/${instanceId}`);
    expect(operationsOf(emulator)).toEqual(['DescribeInstances']);
  });

  it.each([
    ['eu-west-9/i-0123456789abcdef0', /must be a region of AWS/],
    ['af-south-1/i-0123456789abcdef0', /must be a region that is enabled/],
    ['i-0123', /must be an id such as/],
    ['i-0123456789abcdef0/', /must be an id such as/],
    ['../i-0123456789abcdef0', /must be an id such as/],
  ])('refuses %s', async (instanceId, message) => {
    const { provider, run } = await startAws();
    await expect(run(() => provider.getInstanceStatus(instanceId))).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: 'instanceId', message: expect.stringMatching(message) }],
    });
  });

  it('tells that the region of the credentials is the wrong one', async () => {
    const { openProvider, run } = await startAws();
    const provider = openProvider({}, { ...CREDENTIALS, region: 'eu-west-9' });
    await expect(run(() => provider.getInstanceStatus(ec2IdOf(UNKNOWN)))).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: 'instanceId', message: 'must be a region of AWS, not "eu-west-9"' }],
    });
  });

  it('tells the problems of its arguments together', async () => {
    const { provider } = await startAws();
    const work = Reflect.apply(provider.getInstanceStatus, provider, ['x', { timeout: 1 }]);
    await expect(work).rejects.toMatchObject({
      issues: [{ path: 'instanceId' }, { path: 'options.timeout' }],
    });
  });

  it('makes one request and no second one, whatever becomes of it', async () => {
    const { provider, emulator, run } = await startAws();
    for (const [status, code] of [
      [503, 'RequestLimitExceeded'],
      [500, 'InternalError'],
      [503, 'Unavailable'],
    ] as const) {
      emulator.faults.add({
        operation: 'DescribeInstances',
        fault: { type: 'status', status, code },
      });
      await expect(run(() => provider.getInstanceStatus(UNKNOWN))).rejects.toMatchObject({
        retryable: true,
        providerCode: code,
      });
    }
    expect(countOf(emulator, 'DescribeInstances')).toBe(3);
  });

  it('has a time limit', async () => {
    const { openProvider, emulator, clock, run } = await startAws();
    const provider = openProvider({ requestTimeoutMs: 5_000 });
    emulator.faults.add({ operation: 'DescribeInstances', fault: { type: 'hang' } });
    const startedAt = clock.now();
    await expect(run(() => provider.getInstanceStatus(UNKNOWN))).rejects.toThrow(
      'DescribeInstances got no answer within 5 s',
    );
    expect(clock.now() - startedAt).toBe(5_000);
  });

  it('is cut by its signal', async () => {
    const { provider, emulator } = await startAws();
    emulator.faults.add({ operation: 'DescribeInstances', fault: { type: 'hang' } });
    const controller = new AbortController();
    emulator.requests.onRequest(() => undefined);
    const work = provider.getInstanceStatus(UNKNOWN, { signal: controller.signal });
    setImmediate(() => controller.abort(new Error('enough')));
    const error: unknown = await work.catch((e) => e);
    expect(error).toBeInstanceOf(OperationAbortedError);
    expect(error).toMatchObject({ cause: { message: 'enough' }, instanceId: UNKNOWN });
  });
});

describe('statuses that are asked for at once', () => {
  it('share requests, and one that is unknown fails alone', async () => {
    const { provider, emulator, run } = await startAws({ rateLimits: false });
    const planted = Array.from(
      { length: 150 },
      () => `us-east-1/${emulator.state.plantInstance({ region: 'us-east-1' }).instanceId}`,
    );
    const settled = await run(() =>
      Promise.allSettled([...planted, UNKNOWN].map((id) => provider.getInstanceStatus(id))),
    );
    const ids = settled.map((one) =>
      one.status === 'fulfilled' ? one.value.instanceId : one.reason.code,
    );
    expect(ids).toEqual([...planted, 'instance_not_found']);
    expect(countOf(emulator, 'DescribeInstances')).toBe(3);
  });
});

describe('getInstanceStatuses', () => {
  it('reads a hundred in a request, of each region apart, in the order of the ids', async () => {
    const { provider, emulator, run } = await startAws({ rateLimits: false });
    const planted = Array.from({ length: 150 }, (_, index) => {
      const region = index % 3 === 0 ? 'eu-west-1' : 'us-east-1';
      return `${region}/${emulator.state.plantInstance({ region }).instanceId}`;
    });
    const ids = [
      ...planted,
      UNKNOWN,
      'nonsense',
      'eu-west-9/i-0123456789abcdef0',
      ec2IdOf(UNKNOWN),
    ];
    const statuses = await run(() => provider.getInstanceStatuses(ids));
    expect([...statuses.keys()]).toEqual(ids);
    for (const id of planted) expect(statuses.get(id)).toMatchObject({ instanceId: id });
    expect(statuses.get(UNKNOWN)).toBeInstanceOf(InstanceNotFoundError);
    expect(statuses.get(UNKNOWN)).toMatchObject({ instanceId: UNKNOWN });
    expect(statuses.get(ec2IdOf(UNKNOWN))).toBeInstanceOf(InstanceNotFoundError);
    expect(statuses.get('nonsense')).toBeInstanceOf(InvalidInputError);
    expect(statuses.get('eu-west-9/i-0123456789abcdef0')).toBeInstanceOf(InvalidInputError);
    expect(countOf(emulator, 'DescribeInstances')).toBe(3);
  });

  it('has the error of a region in the place of its ids only', async () => {
    const { provider, emulator, run } = await startAws();
    const home = emulator.state.plantInstance({ region: 'us-east-1' });
    emulator.faults.add({ operation: 'DescribeInstances', nth: 2, fault: { type: 'resetBefore' } });
    const ids = [home.instanceId, 'eu-west-1/i-0123456789abcdef0'];
    const statuses = await run(() => provider.getInstanceStatuses(ids));
    const kinds = [...statuses.values()].map((one: InstanceStatus | StagelyError) =>
      one instanceof Error ? one.code : one.state,
    );
    expect(kinds.toSorted()).toEqual(['network_failure', 'pending']);
  });

  it('rejects when it is aborted', async () => {
    const { provider, emulator } = await startAws();
    emulator.faults.add({ operation: 'DescribeInstances', fault: { type: 'hang' } });
    const controller = new AbortController();
    const work = provider.getInstanceStatuses([UNKNOWN], { signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(work).rejects.toBeInstanceOf(OperationAbortedError);
  });
});

describe('terminateInstance', () => {
  it('resolves once EC2 shows the end, with one request', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = emulator.state.plantInstance({ region: 'eu-west-1' });
    await run(() => provider.terminateInstance(`eu-west-1/${instanceId}`));
    expect(emulator.state.instance(instanceId).state).toBe('shutting-down');
    expect(countOf(emulator, 'TerminateInstances')).toBe(1);
    expect(countOf(emulator, 'DescribeInstances')).toBe(0);
    await run(() => provider.terminateInstance(`eu-west-1/${instanceId}`));
  });

  it('takes what is not found for gone only when that lasts', async () => {
    const { provider, emulator, clock, run } = await startAws({
      consistencyWindowMs: { getMs: 6_000, listMs: 6_000, staleProbability: 1 },
    });
    const { instanceId } = emulator.state.plantInstance({ region: 'us-east-1' });
    const startedAt = clock.now();
    await run(() => provider.terminateInstance(instanceId));
    expect(emulator.state.instance(instanceId).state).toBe('shutting-down');
    expect(clock.now() - startedAt).toBeLessThan(10_000);
  });

  it('says how to end a protected instance', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = emulator.state.plantInstance({
      region: 'us-east-1',
      terminationProtected: true,
    });
    await expect(run(() => provider.terminateInstance(instanceId))).rejects.toMatchObject({
      code: 'invalid_input',
      instanceId: `us-east-1/${instanceId}`,
      providerCode: 'OperationNotPermitted',
      message: expect.stringContaining('Turn off the termination protection'),
    });
  });

  it('tries again what is in a state of transition', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = emulator.state.plantInstance({ region: 'us-east-1' });
    const fault = { type: 'status', status: 400, code: 'IncorrectInstanceState' } as const;
    emulator.faults.add({ operation: 'TerminateInstances', times: 2, fault });
    await run(() => provider.terminateInstance(instanceId));
    expect(emulator.state.instance(instanceId).state).toBe('shutting-down');
  });

  it.each([true, false])(
    'skips the shutdown of the operating system: %s',
    async (skipOsShutdown) => {
      const { openProvider, emulator, run } = await startAws();
      const { instanceId } = emulator.state.plantInstance({ region: 'us-east-1' });
      await run(() => openProvider({ skipOsShutdown }).terminateInstance(instanceId));
      const [request] = emulator.requests.all();
      expect(new URLSearchParams(request?.body).get('SkipOsShutdown')).toBe(
        skipOsShutdown ? 'true' : null,
      );
    },
  );

  it('looks for an end that the answer does not show', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = emulator.state.plantInstance({ region: 'us-east-1' });
    emulator.faults.add({ operation: 'TerminateInstances', fault: { type: 'truncated' } });
    await expect(run(() => provider.terminateInstance(instanceId))).rejects.toBeInstanceOf(
      NetworkFailureError,
    );
  });
});

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

describe('listInstances', () => {
  const tags = { 'stagely-managed': '1', 'stagely-key': '0'.repeat(32) };

  it('goes over every enabled region, and shows what is Stagely’s', async () => {
    const { provider, emulator, run } = await startAws();
    const { state } = emulator;
    const regions = ['us-east-1', 'eu-west-1', 'ap-northeast-1'];
    const planted = regions.map((region) => state.plantInstance({ region, tags }));
    state.plantInstance({ region: 'us-east-1', tags: { env: 'of somebody else' } });
    const listed = await run(() => listAll(provider));
    expect(listed.map(({ instanceId }) => instanceId).toSorted()).toEqual(
      planted.map(({ instanceId, region }) => `${region}/${instanceId}`).toSorted(),
    );
    expect(countOf(emulator, 'DescribeInstances')).toBe(17);
  });

  it('goes over the regions of the settings only', async () => {
    const { openProvider, emulator, run } = await startAws();
    await run(() => listAll(openProvider({ regions: ['us-east-1', 'eu-west-1'] })));
    expect(operationsOf(emulator)).toEqual(['DescribeInstances', 'DescribeInstances']);
  });

  it('reads pages as they are used', async () => {
    const { provider, emulator, run } = await startAws({ rateLimits: false });
    for (let index = 0; index < 250; index++) {
      emulator.state.plantInstance({ region: 'us-east-1', tags });
    }
    const seen = await run(async () => {
      let count = 0;
      for await (const _ of provider.listInstances({ region: 'us-east-1' })) {
        count += 1;
        if (count === 150) break;
      }
      return count;
    });
    expect(seen).toBe(150);
    expect(countOf(emulator, 'DescribeInstances')).toBe(2);
    expect(await run(() => listAll(provider, { region: 'us-east-1' }))).toHaveLength(250);
  });

  it('reads only a few regions ahead', async () => {
    const { provider, emulator, run } = await startAws();
    for (const region of ['ap-northeast-1', 'eu-west-1', 'sa-east-1', 'us-east-1', 'us-west-2']) {
      emulator.state.plantInstance({ region, tags });
    }
    await run(async () => {
      for await (const _ of provider.listInstances()) break;
    });
    expect(countOf(emulator, 'DescribeInstances')).toBeLessThan(17);
  });

  it('leaves comparing of what is awkward to nobody but itself', async () => {
    const { provider, emulator, run } = await startAws();
    const plant = (env: string) =>
      emulator.state.plantInstance({ region: 'us-east-1', tags: { ...tags, env } });
    const [star] = ['feature/*', 'feature/x', 'feature/?'].map(plant);
    const listed = await run(() =>
      listAll(provider, { region: 'us-east-1', tags: { env: 'feature/*' } }),
    );
    expect(listed.map(({ instanceId }) => ec2IdOf(instanceId))).toEqual([star?.instanceId]);
  });

  it('shows ended instances on demand', async () => {
    const { provider, emulator, run } = await startAws();
    const { instanceId } = emulator.state.plantInstance({ region: 'us-east-1', tags });
    emulator.state.terminateInstance(instanceId);
    expect(await run(() => listAll(provider, { region: 'us-east-1' }))).toEqual([]);
    const filter = { region: 'us-east-1', includeTerminated: true };
    expect(await run(() => listAll(provider, filter))).toMatchObject([{ state: 'terminated' }]);
  });

  it('fails where a region fails, rather than leave something out', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.faults.add({ operation: 'DescribeInstances', nth: 9, fault: { type: 'resetBefore' } });
    await expect(run(() => listAll(provider))).rejects.toBeInstanceOf(NetworkFailureError);
  });

  it('needs the right to list regions, unless the settings name them', async () => {
    const { provider, emulator, run } = await startAws();
    emulator.state.deny('DescribeRegions');
    await expect(run(() => listAll(provider))).rejects.toThrow('ec2:DescribeRegions');
  });

  it.each([
    ['eu-west-9', /must be a region of AWS/],
    ['af-south-1', /must be a region that is enabled/],
  ])('refuses the region %s', async (region, message) => {
    const { provider, run } = await startAws();
    await expect(run(() => listAll(provider, { region }))).rejects.toMatchObject({
      issues: [{ path: 'filter.region', message: expect.stringMatching(message) }],
    });
  });

  it('ends when it is aborted between two instances', async () => {
    const { provider, emulator, run } = await startAws();
    for (let index = 0; index < 3; index++) {
      emulator.state.plantInstance({ region: 'us-east-1', tags });
    }
    const controller = new AbortController();
    const { signal } = controller;
    const work = run(async () => {
      for await (const _ of provider.listInstances({ region: 'us-east-1' }, { signal })) {
        controller.abort();
      }
    });
    await expect(work).rejects.toBeInstanceOf(OperationAbortedError);
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
