import { toOwnershipTags } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { readEc2Tags, toEc2Tags } from './aws-tags.js';

const managed = { Key: 'stagely-managed', Value: '1' };

describe('the tags of an instance', () => {
  it('have those of AWS itself left out, and no others', () => {
    const { owned } = readEc2Tags([
      managed,
      { Key: 'aws:ec2:fleet-id', Value: 'fleet-1' },
      { Key: 'AWS:other', Value: 'x' },
      { Key: 'my-aws:cost', Value: '12' },
    ]);
    expect(owned?.tags).toEqual({ 'my-aws:cost': '12' });
  });

  it.each([0, 7, 12, 999_999_999_999_999])('give the generation %i back', (generation) => {
    const tags = toEc2Tags(toOwnershipTags({}), generation);
    expect(readEc2Tags(tags.map(({ Key = '', Value = '' }) => ({ Key, Value })))).toEqual({
      owned: { tags: {} },
      generation,
    });
  });

  it.each(['', 'x', '-1', '1.5', '7x', '1234567890123456'])(
    'have no generation when it is damaged: "%s"',
    (Value) => {
      const { generation } = readEc2Tags([managed, { Key: 'stagely-generation', Value }]);
      expect(generation).toBeUndefined();
    },
  );

  it('have no generation and no owner when they are somebody else’s', () => {
    expect(readEc2Tags([{ Key: 'env', Value: 'prod' }])).toEqual({
      owned: undefined,
      generation: undefined,
    });
  });
});
