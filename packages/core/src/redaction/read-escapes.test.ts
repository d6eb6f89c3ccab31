import { describe, expect, test } from 'vitest';
import { readEscapes } from './read-escapes.js';
import { plainReading } from './reading.js';
import { readToTheEnd } from './readings-of.js';

const read = (text: string) => readEscapes(plainReading(text))?.text;

describe('an escape stands for its character', () => {
  test.each([
    ['\\n', '\n'],
    ['\\r', '\r'],
    ['\\t', '\t'],
    ['\\b', '\b'],
    ['\\f', '\f'],
    ['\\"', '"'],
    ["\\'", "'"],
    ['\\`', '`'],
    ['\\/', '/'],
    ['\\\\', '\\'],
    ['\\x7E', '~'],
    ['\\u20AC', '€'],
    ['\\u{20ac}', '€'],
    ['&amp;', '&'],
    ['&lt;', '<'],
    ['&gt;', '>'],
    ['&quot;', '"'],
    ['&apos;', "'"],
    ['&nbsp;', '\u00a0'],
    ['&#8364;', '€'],
    ['&#x20AC;', '€'],
    ['&#x10ffff;', '\u{10ffff}'],
    ['&#x110000;', '\ufffd'],
    ['<br>', '\n'],
    ['<BR />', '\n'],
    ['%7e', '~'],
    ['%C3%A4', 'ä'],
    ['%DF%BF', '\u07ff'],
    ['%E0%A4%85', 'अ'],
    ['%E2%82%AC', '€'],
    ['%F0%9F%94%91', '\u{1f511}'],
    ['%41%E2%82%AC%C3%A4%42', 'A€äB'],
  ])('%s', (escaped, character) => {
    expect(read(escaped)).toBe(character);
    expect(read(`a${escaped}b`)).toBe(`a${character}b`);
  });
});

test.each([
  '',
  'plain',
  'a%',
  '%4',
  '%zz',
  '\\',
  '\\q',
  '\\u12',
  '&amp',
  '&unknown;',
  '&#;',
  '%C3',
  '%80',
])('there is nothing to read in %j', (text) => {
  expect(read(text)).toBeUndefined();
});

test('escapes of escapes are read four times', () => {
  expect(readToTheEnd('%25252541')).toBe('A');
  expect(readToTheEnd('%2525252541')).toBe('%41');
  expect(readToTheEnd('plain')).toBe('plain');
});
