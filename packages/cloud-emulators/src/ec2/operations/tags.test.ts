import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeInstancesCommand,
  RunInstancesCommand,
  type Tag,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf, oneMachine, startEc2 } from '../testing/start-ec2.js';

async function startTagged(tags: Tag[] = []) {
  const started = await startEc2();
  const { client } = started;
  const launch = async (Tags: Tag[]) => {
    const TagSpecifications = [{ ResourceType: 'instance' as const, Tags }];
    const command = new RunInstancesCommand({
      ...oneMachine,
      ...(Tags.length > 0 && { TagSpecifications }),
    });
    return (await client.send(command)).Instances?.[0]?.InstanceId ?? '';
  };
  const id = await launch(tags);
  const read = async () => {
    const command = new DescribeInstancesCommand({ InstanceIds: [id] });
    const { Reservations } = await client.send(command);
    const found = Reservations?.[0]?.Instances?.[0]?.Tags ?? [];
    return Object.fromEntries(found.map(({ Key, Value }) => [Key, Value]));
  };
  const create = (Tags: Tag[], Resources = [id]) =>
    client.send(new CreateTagsCommand({ Resources, Tags }));
  const remove = (Tags?: Tag[], Resources = [id]) =>
    client.send(new DeleteTagsCommand({ Resources, ...(Tags && { Tags }) }));
  return { ...started, id, launch, read, create, remove };
}

describe('tags', () => {
  it('come back as they went in', async () => {
    const awkward: Tag[] = [
      { Key: 'empty', Value: '' },
      { Key: '<&>"\'', Value: ']]> &amp; <!-- --> %41 + =' },
      { Key: ' spaces ', Value: ' around ' },
      { Key: 'lines', Value: 'one\r\ntwo\tthree\n' },
      { Key: 'ünïcödé', Value: '日本語 🚀' },
      { Key: 'branch', Value: 'feature/foo.bar' },
      { Key: 'x'.repeat(127), Value: '🚀'.repeat(256) },
    ];
    const { read } = await startTagged(awkward);
    expect(await read()).toEqual(Object.fromEntries(awkward.map(({ Key, Value }) => [Key, Value])));
  });

  it('are added, replaced and removed', async () => {
    const { read, create, remove } = await startTagged([{ Key: 'a', Value: '1' }]);
    await create([
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '3' },
      { Key: 'c', Value: '4' },
    ]);
    expect(await read()).toEqual({ a: '2', b: '3', c: '4' });
    await remove([{ Key: 'a', Value: 'other' }, { Key: 'b' }, { Key: 'c', Value: '4' }]);
    expect(await read()).toEqual({ a: '2' });
    await remove();
    expect(await read()).toEqual({});
  });

  it('change for all resources named or for none', async () => {
    const { id, read, create, remove } = await startTagged([{ Key: 'a', Value: '1' }]);
    const Tags = [{ Key: 'a', Value: '2' }];
    const errors = {
      'i-0123456789abcdef0': 'InvalidInstanceID.NotFound',
      'i-123': 'InvalidInstanceID.Malformed',
      'lt-0123456789abcdef0': 'InvalidLaunchTemplateId.NotFound',
      'lt-123': 'InvalidLaunchTemplateId.Malformed',
      'vpc-0123456789abcdef0': 'UnsupportedOperation',
      something: 'InvalidID',
    };
    for (const [other, code] of Object.entries(errors)) {
      expect(await codeOf(create(Tags, [id, other]))).toBe(code);
      expect(await codeOf(remove([{ Key: 'a' }], [id, other]))).toBe(code);
    }
    expect(await read()).toEqual({ a: '1' });
  });

  it.each<[code: string, rule: string, tags: Tag[]]>([
    ['InvalidParameterValue', 'the prefix aws: is reserved', [{ Key: 'aws:name', Value: 'x' }]],
    ['InvalidParameterValue', 'so it is in capitals', [{ Key: 'AWS:name', Value: 'x' }]],
    ['InvalidParameterValue', 'a key has 127 characters', [{ Key: 'x'.repeat(128), Value: '' }]],
    ['InvalidParameterValue', 'a value has 256', [{ Key: 'x', Value: 'x'.repeat(257) }]],
    ['InvalidParameterValue', 'a key is not empty', [{ Key: '', Value: 'x' }]],
    [
      'InvalidParameterValue',
      'a key is given once',
      [
        { Key: 'x', Value: '1' },
        { Key: 'x', Value: '2' },
      ],
    ],
    [
      'TagLimitExceeded',
      'there are 50',
      Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' })),
    ],
  ])('are refused with %s on both ways, since %s', async (code, _rule, tags) => {
    const { create, launch, read } = await startTagged([{ Key: 'a', Value: '1' }]);
    expect(await codeOf(create(tags))).toBe(code);
    expect(await codeOf(launch(tags))).toBe(code);
    expect(await read()).toEqual({ a: '1' });
  });

  it('are counted together with those that are there', async () => {
    const fifty = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    const { create } = await startTagged(fifty);
    expect(await codeOf(create([{ Key: 'k1', Value: 'other' }]))).toBe('no error');
    expect(await codeOf(create([{ Key: 'more', Value: '' }]))).toBe('TagLimitExceeded');
  });

  it('of EC2 itself stay when all are removed, and cannot be removed by name', async () => {
    const { remove } = await startTagged();
    expect(await codeOf(remove([{ Key: 'aws:ec2:fleet-id' }]))).toBe('InvalidParameterValue');
  });
});
