import { hashIdempotencyKey } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { toEc2Filters } from './instance-filters.js';

const namesOf = (...args: Parameters<typeof toEc2Filters>) =>
  toEc2Filters(...args).map(({ Name }) => Name);

describe('what EC2 is asked for', () => {
  it('is what Stagely has made and lives', () => {
    expect(toEc2Filters({})).toEqual([
      { Name: 'tag-key', Values: ['stagely-managed'] },
      { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
    ]);
  });

  it('is what has ended as well, on demand', () => {
    expect(namesOf({ includeTerminated: true })).toEqual(['tag-key']);
  });

  it('is what has the hash of a key', () => {
    expect(toEc2Filters({ idempotencyKey: 'key-1' })).toContainEqual({
      Name: 'tag:stagely-key',
      Values: [hashIdempotencyKey('key-1')],
    });
  });

  it('is what has plain tags', () => {
    expect(toEc2Filters({ tags: { 'a/b': 'c d@e' } })).toContainEqual({
      Name: 'tag:a/b',
      Values: ['c d@e'],
    });
  });

  it.each([
    ['a star', { env: '*' }],
    ['a question mark', { env: 'a?' }],
    ['a backslash', { env: 'a\\' }],
    ['nothing', { env: '' }],
    ['a star in the key', { 'env*': 'a' }],
    ['what is not ASCII', { env: 'é' }],
  ])('is not what has %s in a tag', (_, tags) => {
    expect(namesOf({ tags })).toEqual(['tag-key', 'instance-state-name']);
  });

  it('has ten tags at most', () => {
    const tags = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`tag-${index}`, 'x']),
    );
    expect(namesOf({ tags })).toHaveLength(12);
  });
});
