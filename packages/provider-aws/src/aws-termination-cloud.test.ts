import { InvalidInputError } from '@stagely/core';
import { InstanceLockedError } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { AwsTerminationCloud, type AwsTerminationCloudOptions } from './aws-termination-cloud.js';
import { InstanceReader } from './instances/instance-reader.js';
import { Generations } from './launching/generations.js';
import { abortOn, ec2IdOf, startAws } from './testing/start-aws.js';

const operation = { provider: 'aws', operation: 'terminateInstance' };
const key = { region: 'eu-west-1', idempotencyKeyHash: '0'.repeat(32) };

/** What EC2 brings to the end of a machine, on its own, with one machine. */
async function start(options: Partial<AwsTerminationCloudOptions> = {}) {
  const { emulator, clock, run, openAccount } = await startAws();
  const { api, redactor } = openAccount();
  const generations = new Generations(() => 0);
  const cloud = new AwsTerminationCloud({
    visibilityWindowMs: 15_000,
    api,
    reader: new InstanceReader(api, clock, redactor),
    generations,
    skipOsShutdown: false,
    ...options,
  });
  const { instanceId: ec2Id } = emulator.state.plantInstance({ region: 'eu-west-1' });
  const instanceId = `eu-west-1/${ec2Id}`;
  generations.remember(instanceId, key, 0);
  const refuse = (name: string, code: string) =>
    emulator.faults.add({ operation: name, fault: { type: 'status', status: 400, code } });
  return { emulator, clock, run, cloud, generations, instanceId, refuse };
}

it('reads may be as old as the settings say', async () => {
  const { cloud } = await start({ visibilityWindowMs: 12_345 });
  expect(cloud.visibilityWindowMs).toBe(12_345);
});

describe('the request for an end', () => {
  it('comes to ended when its answer shows that, and the token of the machine is used up', async () => {
    const { emulator, run, cloud, generations, instanceId } = await start();
    expect(await run(() => cloud.requestEnd(instanceId, { operation }))).toBe('ended');
    expect(emulator.state.instance(ec2IdOf(instanceId)).state).toBe('shutting-down');
    expect(generations.choose(key, 0)).toBe(1);
  });

  it.each([
    ['shutting-down', 'ended'],
    ['terminated', 'ended'],
    ['running', 'requested'],
    ['stopping', 'requested'],
    ['of-a-new-kind', 'requested'],
  ])('whose answer shows that the machine is %s comes to %s', async (state, expected) => {
    const { cloud, instanceId } = await start({
      api: { terminateInstance: async (ec2Id) => new Map([[ec2Id, state]]) },
    });
    expect(await cloud.requestEnd(instanceId, { operation })).toBe(expected);
  });

  it('whose answer does not name the machine comes to requested', async () => {
    const others = new Map([['i-00000000000000000', 'terminated']]);
    const { cloud, instanceId } = await start({ api: { terminateInstance: async () => others } });
    expect(await cloud.requestEnd(instanceId, { operation })).toBe('requested');
  });

  it.each(['IncorrectInstanceState', 'IncorrectState'])(
    'is refused as that of a locked machine, with the cause: %s',
    async (code) => {
      const { run, cloud, generations, instanceId, refuse } = await start();
      refuse('TerminateInstances', code);
      const ending = run(() => cloud.requestEnd(instanceId, { operation }));
      const error = await ending.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InstanceLockedError);
      expect(error).toMatchObject({
        message: 'The instance is in a state of transition.',
        cause: { code: 'invalid_input', providerCode: code },
      });
      expect(generations.choose(key, 0)).toBe(0);
    },
  );

  it('fails as EC2 refuses it otherwise', async () => {
    const { run, cloud, instanceId, refuse } = await start();
    refuse('TerminateInstances', 'OperationNotPermitted');
    const ending = run(() => cloud.requestEnd(instanceId, { operation }));
    const error = await ending.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ ...operation, providerCode: 'OperationNotPermitted' });
  });

  it('is aborted with its call', async () => {
    const { emulator, clock, run, cloud, instanceId } = await start();
    const startedAt = clock.now();
    const signal = abortOn(emulator, 'TerminateInstances');
    const ending = run(() => cloud.requestEnd(instanceId, { operation, signal }));
    await expect(ending).rejects.toMatchObject({ ...operation, code: 'aborted' });
    expect(clock.now()).toBe(startedAt);
  });
});

describe('the look for an end', () => {
  it('is a read of the machine', async () => {
    const { emulator, run, cloud, instanceId } = await start();
    const read = () => run(() => cloud.readInstance(instanceId, { operation }));
    expect(await read()).toMatchObject({ instanceId, state: 'pending' });
    emulator.state.terminateInstance(ec2IdOf(instanceId));
    expect(await read()).toMatchObject({ instanceId, state: 'terminated' });
  });

  it('says of which operation it was when nothing is found', async () => {
    const { run, cloud } = await start();
    const unknown = 'eu-west-1/i-00000000000000000';
    await expect(run(() => cloud.readInstance(unknown, { operation }))).rejects.toMatchObject({
      ...operation,
      code: 'instance_not_found',
    });
  });

  it('is aborted with its call', async () => {
    const { emulator, clock, run, cloud, instanceId } = await start();
    const startedAt = clock.now();
    const signal = abortOn(emulator, 'DescribeInstances');
    const reading = run(() => cloud.readInstance(instanceId, { operation, signal }));
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(clock.now()).toBe(startedAt);
  });
});
