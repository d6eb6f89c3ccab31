import {
  CreateTagsCommand,
  DescribeInstancesCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf, oneMachine, startEc2 } from './testing/start-ec2.js';

async function startLagging(options: Parameters<typeof startEc2>[0]) {
  const started = await startEc2(options);
  const { client } = started;
  const launch = async (ClientToken: string) => {
    const { Instances } = await client.send(
      new RunInstancesCommand({ ...oneMachine, ClientToken }),
    );
    return Instances?.[0]?.InstanceId ?? '';
  };
  const look = async (input: object) => {
    const { Reservations = [] } = await client.send(new DescribeInstancesCommand(input));
    return Reservations.flatMap(({ Instances = [] }) => Instances);
  };
  return { ...started, launch, look };
}

describe('eventual consistency', () => {
  it('hides a new instance from every read, and from what acts on its id', async () => {
    const { launch, look, client, clock } = await startLagging({ consistencyWindowMs: 5000 });
    const id = await launch('once');
    const byToken = { Filters: [{ Name: 'client-token', Values: ['once'] }] };
    const terminate = () =>
      codeOf(client.send(new TerminateInstancesCommand({ InstanceIds: [id] })));
    expect(await codeOf(look({ InstanceIds: [id] }))).toBe('InvalidInstanceID.NotFound');
    expect(await look(byToken)).toEqual([]);
    expect(await terminate()).toBe('InvalidInstanceID.NotFound');
    const tag = new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'a', Value: 'b' }] });
    expect(await codeOf(client.send(tag))).toBe('InvalidInstanceID.NotFound');
    expect(await launch('once')).toBe(id);
    await clock.advance(5000);
    expect(await look({ InstanceIds: [id] })).toHaveLength(1);
    expect(await look(byToken)).toHaveLength(1);
    expect(await terminate()).toBe('no error');
  });

  it('shows old states and old tags', async () => {
    const { launch, look, client, clock } = await startLagging({ consistencyWindowMs: 5000 });
    const id = await launch('once');
    await clock.advance(14_999);
    const running = { Filters: [{ Name: 'instance-state-name', Values: ['running'] }] };
    expect(await look(running)).toEqual([]);
    await clock.advance(1);
    expect(await look(running)).toHaveLength(1);
    const Tags = [{ Key: 'a', Value: 'b' }];
    await client.send(new CreateTagsCommand({ Resources: [id], Tags }));
    await client.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    const tagged = { Filters: [{ Name: 'tag:a', Values: ['b'] }] };
    expect(await look(running)).toHaveLength(1);
    expect(await look(tagged)).toEqual([]);
    await clock.advance(5000);
    expect(await look(running)).toEqual([]);
    expect(await look(tagged)).toHaveLength(1);
  });

  it('can differ for ids and lists', async () => {
    const { launch, look, clock } = await startLagging({
      consistencyWindowMs: { getMs: 0, listMs: 5000 },
    });
    const id = await launch('once');
    expect(await look({ InstanceIds: [id] })).toHaveLength(1);
    expect(await look({})).toEqual([]);
    await clock.advance(5000);
    expect(await look({})).toHaveLength(1);
  });
});
