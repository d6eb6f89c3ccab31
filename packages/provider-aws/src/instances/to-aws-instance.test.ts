import { existsSync, readFileSync } from 'node:fs';
import { toOwnershipTags } from '@stagely/core/plugin';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { instanceSchema, terminationSchema } from '../wire/instance-schema.js';
import { regionsSchema } from '../wire/region-schema.js';
import { readEc2Tags, toEc2Tags } from './aws-tags.js';
import { toAwsInstance, toInstanceState } from './to-aws-instance.js';

const read = (answer: object) =>
  toAwsInstance(
    v.parse(instanceSchema, {
      InstanceId: 'i-0123456789abcdef0',
      State: { Name: 'running' },
      InstanceType: 't3.small',
      ...answer,
    }),
    'eu-west-1',
  );

describe('an instance of EC2', () => {
  it('is read field by field', () => {
    const launchedAt = new Date('2026-01-02T03:04:05Z');
    expect(
      read({
        Architecture: 'arm64',
        InstanceLifecycle: 'spot',
        LaunchTime: launchedAt,
        PublicIpAddress: '198.18.0.1',
        PrivateIpAddress: '172.31.0.1',
      }),
    ).toMatchObject({
      instanceId: 'eu-west-1/i-0123456789abcdef0',
      region: 'eu-west-1',
      instanceType: 't3.small',
      architecture: 'arm64',
      spotInstance: true,
      state: 'running',
      ready: true,
      publicIp: '198.18.0.1',
      privateIp: '172.31.0.1',
      launchedAt,
      managed: false,
      tags: {},
    });
  });

  it('needs an id and a state only', () => {
    const instance = toAwsInstance(
      v.parse(instanceSchema, { InstanceId: 'i-01234567', State: { Name: 'pending' } }),
      'eu-west-1',
    );
    expect(instance).toMatchObject({ instanceType: 'unknown', state: 'pending', ready: false });
    expect(Object.keys(instance)).not.toContain('publicIp');
  });

  it('that runs without an address, or with an empty one, is not ready', () => {
    expect(read({}).ready).toBe(false);
    expect(read({ PublicIpAddress: '', PrivateIpAddress: '' })).not.toHaveProperty('privateIp');
    expect(read({ PublicIpAddress: '' }).ready).toBe(false);
  });

  it.each([
    ['pending', 'pending'],
    ['running', 'running'],
    ['stopping', 'stopped'],
    ['stopped', 'stopped'],
    ['shutting-down', 'terminated'],
    ['terminated', 'terminated'],
    ['hovering', 'pending'],
  ])('is %s, which is %s', (name, state) => {
    expect(toInstanceState(name)).toBe(state);
  });

  it.each([
    ['a code at the head of its message', 'Server.X', 'Server.X: it broke', 'Server.X: it broke'],
    ['a code beside its message', 'Server.X', 'it broke', 'Server.X: it broke'],
    ['a code alone', 'Server.X', '', 'Server.X'],
    ['nothing', '', 'it broke', undefined],
  ])('that has ended says why: %s', (_, Code, Message, reason) => {
    const answer = { State: { Name: 'terminated' }, StateReason: { Code, Message } };
    expect(read(answer).reason).toBe(reason);
  });

  it('that is on its way up has no reason', () => {
    const StateReason = { Code: 'pending', Message: 'pending' };
    expect(read({ State: { Name: 'pending' }, StateReason })).not.toHaveProperty('reason');
    expect(read({ StateReason: { Code: 'Server.X' } })).not.toHaveProperty('reason');
  });
});

describe('tags', () => {
  const ownership = toOwnershipTags({
    idempotencyKeyHash: 'a'.repeat(32),
    specHash: `1-${'b'.repeat(32)}`,
    creator: 'c'.repeat(12),
    expiresAt: new Date(1_700_000_000_123),
  });

  it('come back as they went in, whatever they are called', () => {
    const tags = Object.fromEntries([
      ['__proto__', 'x'],
      ['feature/foo.bar', ''],
      ['ключ', ' 🚀 '],
      ['Aws', 'not of AWS'],
    ]);
    const written = toEc2Tags(
      Object.fromEntries([...Object.entries(tags), ...Object.entries(ownership)]),
      3,
    );
    const { owned, generation } = readEc2Tags(
      written.map(({ Key = '', Value = '' }) => ({ Key, Value })),
    );
    expect(Object.entries(owned?.tags ?? {}).toSorted()).toEqual(Object.entries(tags).toSorted());
    expect(owned).toMatchObject({
      idempotencyKeyHash: 'a'.repeat(32),
      creator: 'c'.repeat(12),
      expiresAt: new Date(1_700_000_000_123),
    });
    expect(generation).toBe(3);
  });

  it('are without those of AWS', () => {
    const Tags = [
      { Key: 'stagely-managed', Value: '1' },
      { Key: 'aws:ec2:fleet-id', Value: 'fleet-1' },
      { Key: 'env', Value: 'test' },
    ];
    expect(read({ Tags })).toMatchObject({ managed: true, tags: { env: 'test' } });
  });

  it('of others are not shown as Stagely’s', () => {
    expect(read({ Tags: [{ Key: 'env', Value: 'test' }] })).toMatchObject({
      managed: false,
      tags: {},
    });
  });

  it.each(['', '-1', '1.5', 'x', '9'.repeat(16)])('have no generation in %j', (Value) => {
    expect(readEc2Tags([{ Key: 'stagely-generation', Value }]).generation).toBeUndefined();
  });
});

const examples = new URL('../../../../../shared/specs/ec2-examples.json', import.meta.url);

describe.skipIf(!existsSync(examples))(
  'official examples (skipped where ../shared/specs is absent)',
  () => {
    const outputOf = (operation: string) => {
      const example = v.object({ output: v.optional(v.unknown()) });
      const file = v.object({ examples: v.record(v.string(), v.array(example)) });
      const all = v.parse(file, JSON.parse(readFileSync(examples, 'utf8'))).examples;
      return all[operation]?.[0]?.output;
    };

    it('of TerminateInstances are read', () => {
      const states = v.parse(terminationSchema, outputOf('TerminateInstances'));
      expect([...states]).toEqual([['i-1234567890abcdef0', 'shutting-down']]);
    });

    it('of DescribeRegions are read', () => {
      const regions = v.parse(regionsSchema, outputOf('DescribeRegions'));
      expect(regions).toHaveLength(11);
      expect(regions).toContainEqual({ name: 'eu-west-1', enabled: true });
    });
  },
);
