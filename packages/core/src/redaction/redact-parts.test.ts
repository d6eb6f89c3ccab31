import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactParts } from './redact-parts.js';

const token = 'dop_v1_0123456789abcdef';

describe('a secret in a text is replaced', () => {
  test.each([
    ['alone', token, '[redacted]'],
    ['at the start', `${token} is bad`, '[redacted] is bad'],
    ['in the middle', `token ${token} is bad`, 'token [redacted] is bad'],
    ['at the end', `bad: ${token}`, 'bad: [redacted]'],
    ['more than once', `${token}, ${token}.`, '[redacted], [redacted].'],
    ['twice without a gap', `${token}${token}`, '[redacted]'],
    ['cut at its end', `token ${token.slice(0, 12)}…`, 'token [redacted]…'],
    ['cut at its start', `…${token.slice(-12)} is bad`, '…[redacted] is bad'],
    ['cut to as few as 12 characters', token.slice(3, 15), '[redacted]'],
    ['with a part in the middle', `x${token.slice(5, 18)}x`, 'x[redacted]x'],
  ])('%s', (_, text, redacted) => {
    expect(redactParts(text, [token])).toBe(redacted);
  });

  test('also when it is short, but then only whole', () => {
    expect(redactParts('pass pa55 pa5 5', ['pa55'])).toBe('pass [redacted] pa5 5');
    expect(redactParts('papapa', ['papa'])).toBe('[redacted]');
    expect(redactParts('aaaaa', ['aaaa'])).toBe('[redacted]');
  });

  test('beside other secrets, also where they overlap', () => {
    expect(redactParts('a 1234abcd5678 b', ['1234abcd', 'abcd5678'])).toBe('a [redacted] b');
    expect(redactParts('one ABCD, two EFGH', ['ABCD', 'EFGH'])).toBe(
      'one [redacted], two [redacted]',
    );
  });

  test('also when the text is shorter than the secret', () => {
    expect(redactParts('456789', [token])).toBe('456789');
    expect(redactParts('', [token])).toBe('');
  });
});

test('parts of fewer than 12 characters are left alone: they may be words', () => {
  const text = `starts with ${token.slice(0, 11)} and ends with ${token.slice(-11)}`;
  expect(redactParts(text, [token])).toBe(text);
});

test('no part of 12 characters of a secret is left in any text', () => {
  const alphabet = fc.constantFrom('a', 'b', 'ß');
  const pieces = fc.string({ unit: alphabet, maxLength: 40 });
  fc.assert(
    fc.property(pieces, pieces, pieces, fc.nat(20), fc.nat(20), (secret, a, b, from, length) => {
      const redacted = redactParts(`${a}${secret.slice(from, from + 12 + length)}${b}`, [secret]);
      for (let start = 0; start + 12 <= secret.length; start++) {
        expect(redacted).not.toContain(secret.slice(start, start + 12));
      }
    }),
  );
});

test('what is left of a text stands as it stood, in the same order', () => {
  const pieces = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 60 });
  fc.assert(
    fc.property(pieces, fc.array(pieces), (text, secrets) => {
      const left = redactParts(text, secrets).split('[redacted]');
      expect(text.startsWith(left[0] ?? '')).toBe(true);
      expect(text.endsWith(left.at(-1) ?? '')).toBe(true);
      let from = 0;
      for (const piece of left) {
        const at = text.indexOf(piece, from);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at + piece.length;
      }
    }),
  );
});

test('secrets of fewer than four characters are left alone, the empty one among them', () => {
  expect(redactParts('abc', ['', 'a', 'abc'])).toBe('abc');
});
