import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readingsOf, squeezeText } from './readings-of.js';

const textsOf = (text: string) => [...readingsOf(text)].map((reading) => reading.text);

describe('a text is read', () => {
  test.each([
    ['as it stands', 'a%zz\\d&no;', ['a%zz\\d&no;']],
    ['without space', 'a b\n\tc\u200b', ['a b\n\tc\u200b', 'abc']],
    ['with the escapes of URLs', '%C3%A4%2f%F0%9f%94%91', ['%C3%A4%2f%F0%9f%94%91', 'ä/\u{1f511}']],
    ['with bytes that are no character left alone', '%C3%28%41', ['%C3%28%41', '%C3(A']],
    [
      'with the escapes of JSON',
      '\\u003c\\"\\/\\ud83d\\udd11',
      ['\\u003c\\"\\/\\ud83d\\udd11', '<"/\u{1f511}'],
    ],
    ['with other escapes', '\\x41\\u{1f511}', ['\\x41\\u{1f511}', 'A\u{1f511}']],
    ['with the escapes of HTML', '&lt;&#39;&#x2F;&AMP;', ['&lt;&#39;&#x2F;&AMP;', "<'/&"]],
    ['with the line breaks of HTML', 'a<br/>b', ['a<br/>b', 'a\nb', 'ab']],
    ['with what was escaped twice', '%2541', ['%2541', '%41', 'A']],
    ['with numbers that are no character', '&#9999999;', ['&#9999999;', '\ufffd']],
  ])('%s', (_, text, expected) => {
    expect(textsOf(text)).toEqual(expected);
  });

  test('four times and no more', () => {
    expect(textsOf('%2525252541')).toEqual(['%2525252541', '%25252541', '%252541', '%2541', '%41']);
  });
});

test('every character of a reading says where it comes from', () => {
  const [, read] = readingsOf('a%C3%A4\\n&lt;b');
  expect(read?.text).toBe('aä\n<b');
  expect([...(read?.starts ?? [])]).toEqual([0, 1, 7, 9, 13]);
  expect([...(read?.ends ?? [])]).toEqual([1, 7, 9, 13, 14]);
});

test('whatever a text holds, places of its readings are in it and in order', () => {
  const pieces = fc.constantFrom(
    'a',
    ' ',
    '%41',
    '%C3',
    '%A4',
    '\\u0041',
    '\\',
    '&lt;',
    '&',
    '<br>',
  );
  fc.assert(
    fc.property(fc.array(pieces), (array) => {
      const text = array.join('');
      for (const { text: read, starts, ends } of readingsOf(text)) {
        expect(starts).toHaveLength(read.length);
        expect([...starts].every((start, at) => start < (ends[at] ?? 0))).toBe(true);
        expect([...starts].sort((one, other) => one - other)).toEqual([...starts]);
        expect(ends.at(-1) ?? 0).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});

test('a text is squeezed by leaving out all space', () => {
  expect(squeezeText(' a\r\n b\u00a0\u2028c\u00ad ')).toBe('abc');
});
