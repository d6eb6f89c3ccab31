import { type ListedInstance, NetworkFailureError, OperationAbortedError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import type { AwsProvider } from './aws-provider.js';
import { countOf, ec2IdOf, operationsOf, startAws } from './testing/start-aws.js';

async function listAll(
  provider: AwsProvider,
  ...args: Parameters<AwsProvider['listInstances']>
): Promise<ListedInstance[]> {
  const listed: ListedInstance[] = [];
  for await (const instance of provider.listInstances(...args)) listed.push(instance);
  return listed;
}

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
