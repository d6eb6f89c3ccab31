import { hashIdempotencyKey } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { readLabels, tagProblem, toLabels } from './tag-labels.js';
import { toLabelSelector } from './to-label-selector.js';

describe('tags as labels', () => {
  it('come back as they went in, whatever they are called', () => {
    const tags = Object.fromEntries([
      ['env', 'feature/foo.bar'],
      ['', 'x'],
      ['__proto__', ''],
      ['constructor', 'b'],
      ['Case', '1'],
      ['case', '2'],
    ]);
    expect(Object.entries(readLabels(toLabels(tags)))).toEqual(Object.entries(tags));
  });

  it('leave alone what others have put there', () => {
    expect(readLabels({ 'example.com/team': 'web' })).toEqual({ 'example.com/team': 'web' });
  });

  it.each([
    ['k'.repeat(63), 'v'.repeat(63)],
    ['k', ''],
    ['k', `${'v'.repeat(57)}/v`],
  ])('fit: %s = %s', (key, value) => {
    expect(tagProblem(key, value)).toBeUndefined();
  });

  it.each([
    ['k'.repeat(64), 'v', /^has a key that takes 64 characters: Hetzner holds 63/],
    ['k', 'v'.repeat(64), /^has a value that takes 64 characters: /],
    ['k', `${'v'.repeat(58)}/v`, /^has a value that takes 64 characters: /],
    ['ü'.repeat(20), 'ü'.repeat(20), /^has a key that takes 85 characters and has a value /],
  ])('do not fit: %s = %s', (key, value, problem) => {
    expect(tagProblem(key, value)).toMatch(problem);
  });
});

describe('a label selector', () => {
  it.each([
    [{}, 'stagely-managed'],
    [{ tags: { env: 'a/b', none: '' } }, 'stagely-managed,env=a_x2F_b,none'],
    [{ idempotencyKey: 'k' }, `stagely-managed,stagely-key=${hashIdempotencyKey('k')}`],
    [{ tags: { long: 'v'.repeat(64), short: 'v' } }, 'stagely-managed,short=v'],
  ])('of %j', (filter, selector) => {
    expect(toLabelSelector(filter)).toBe(selector);
  });

  it('stays short enough for an address', () => {
    const tags = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`k${index}`.padEnd(63, 'x'), 'v'.repeat(63)]),
    );
    expect(toLabelSelector({ tags }).length).toBeLessThan(4_000);
  });
});
