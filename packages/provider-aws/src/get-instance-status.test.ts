import {
  InstanceNotFoundError,
  type InstanceStatus,
  InvalidInputError,
  OperationAbortedError,
  type StagelyError,
} from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { CREDENTIALS, countOf, ec2IdOf, operationsOf, startAws } from './testing/start-aws.js';

const UNKNOWN = 'us-east-1/i-0123456789abcdef0';

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
