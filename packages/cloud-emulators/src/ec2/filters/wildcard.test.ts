import { describe, expect, it } from 'vitest';
import { hasWildcard, matchesWildcard } from './wildcard.js';

describe('matchesWildcard', () => {
  it.each([
    ['', '', true],
    ['*', '', true],
    ['?', '', false],
    ['a*', 'a', true],
    ['*a', 'ba', true],
    ['a*c*e', 'abcde', true],
    ['a*c*e', 'abcdf', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['**', 'anything', true],
    ['a\\*c', 'a*c', true],
    ['a\\*c', 'abc', false],
    ['\\?', '?', true],
    ['\\\\', '\\', true],
    ['a\\b', 'a\\b', true],
    ['a.c', 'abc', false],
    ['(a|b)+', '(a|b)+', true],
    ['*ab', 'aab', true],
    ['line*two', 'line\ntwo', true],
  ])('%j fits %j: %s', (pattern, text, fits) => {
    expect(matchesWildcard(pattern, text)).toBe(fits);
  });

  it('does not take forever over many stars', () => {
    expect(matchesWildcard(`${'*a'.repeat(60)}b`, 'a'.repeat(5000))).toBe(false);
  });
});

describe('hasWildcard', () => {
  it('is true for stars, question marks and escapes', () => {
    expect(['a', 'a*', 'a?', 'a\\*', ''].map(hasWildcard)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});
