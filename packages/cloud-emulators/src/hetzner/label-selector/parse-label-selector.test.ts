import { describe, expect, it } from 'vitest';
import { matchesSelector } from './label-selector.js';
import { LabelSelectorSyntaxError, parseLabelSelector } from './parse-label-selector.js';

const labels = new Map([
  ['env', 'production'],
  ['tier', ''],
  ['example.com/owner', 'me'],
]);

const matches = (selector: string) => matchesSelector(parseLabelSelector(selector), labels);

describe('a label selector', () => {
  it.each([
    '',
    '  ',
    'env',
    '!team',
    'env=production',
    'env==production',
    'env = production',
    'tier=',
    'tier',
    'env!=testing',
    'team!=database',
    'env in (testing,production)',
    'env in( testing , production )',
    'env notin (testing,staging)',
    'team notin (a)',
    'example.com/owner=me',
    'env=production,!team,tier',
    ' env = production , example.com/owner in (me) ',
  ])('selects by %j', (selector) => {
    expect(matches(selector)).toBe(true);
  });

  it.each([
    'team',
    '!env',
    'env=testing',
    'env=',
    'env!=production',
    'env in (testing)',
    'team in (a)',
    'env notin (testing,production)',
    'env=production,team',
    'in',
    'notin',
  ])('leaves out by %j', (selector) => {
    expect(matches(selector)).toBe(false);
  });

  it.each([
    ['env=production team', 'expected comma at pos 15'],
    ['env=a,', 'invalid identifier at pos 6'],
    [',env', 'invalid identifier at pos 0'],
    ['=production', 'invalid identifier at pos 0'],
    ['!', 'invalid identifier at pos 1'],
    ['{"env": "a"}', 'invalid identifier at pos 0'],
    ['env in production', 'expected opening parenthesis at pos 7'],
    ['env in (a', 'expected closing parenthesis at pos 9'],
    ['env in (a b)', 'expected closing parenthesis at pos 10'],
    ['env=a/b', 'invalid value at pos 4'],
    ['env=-a', 'invalid value at pos 4'],
    ['-env', 'invalid identifier at pos 0'],
    ['env===a', 'expected comma at pos 5'],
    ['env<5', 'expected comma at pos 3'],
    ['env=a;team=b', 'expected comma at pos 5'],
    ['a/b/c=d', 'invalid identifier at pos 0'],
    [`${'k'.repeat(64)}=v`, 'invalid identifier at pos 0'],
    [`k=${'v'.repeat(64)}`, 'invalid value at pos 2'],
    ['env=ä', 'expected comma at pos 4'],
  ])('is refused as %j: %s', (selector, problem) => {
    expect(() => parseLabelSelector(selector)).toThrow(new LabelSelectorSyntaxError(problem));
  });
});
