import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactParts } from './redact-parts.js';
import { secretForms } from './secret-forms.js';

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

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

describe('a secret is found', () => {
  const awkward = '<a href="/?q=1&r=ä">\n100% sure + more';

  test.each([
    ['as Go writes JSON', awkward.replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)],
    ['as PHP writes JSON', JSON.stringify(awkward).replaceAll('/', '\\/').replace('ä', '\\u00e4')],
    ['in HTML', awkward.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&#34;')],
    ['in HTML with line breaks', awkward.replaceAll('\n', '<br />\n')],
    ['in a URL of a URL', encodeURIComponent(encodeURI(awkward))],
    ['on one line', awkward.replaceAll('\n', ' ')],
    ['broken into short lines', (awkward.match(/[\s\S]{1,7}/g) ?? []).join('\r\n  ')],
  ])('%s', (_, text) => {
    expect(redactParts(`refused: (${text})`, [awkward])).toMatch(/^refused: \("?\[redacted\]"?\)$/);
  });

  test('that itself looks like escapes, with the forms that it has', () => {
    const escaped = 'a\\n\\u0041&lt;%41%2541"&#39;z';
    const forms = secretForms(escaped);
    for (const encode of [encodeURIComponent, escapeHtml, (text: string) => JSON.stringify(text)]) {
      expect(redactParts(`(${escapeHtml(encode(escaped))})`, forms)).toMatch(
        /^\((?:&quot;)?\[redacted\](?:&quot;)?\)$/,
      );
    }
  });

  test('in base64 that is broken into lines', () => {
    const lines = (
      Buffer.from(token.repeat(4))
        .toString('base64')
        .match(/.{1,20}/g) ?? []
    ).join('\n');
    const whole = lines.replaceAll('\n', '');
    expect(redactParts(`key:\n${lines}\n`, [whole])).toBe('key:\n[redacted]\n');
  });

  test('but not from words that stand together, where it is short', () => {
    expect(redactParts('it is so', ['itis'])).toBe('it is so');
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

test('a text that is nothing but the shortest secret is replaced', () => {
  expect(redactParts('abcd', ['abcd'])).toBe('[redacted]');
});

test('a secret of 12 characters without its spaces is found with spaces elsewhere', () => {
  expect(redactParts('x: abc def ghi jkl.', ['abcdef ghijkl'])).toBe('x: [redacted].');
  expect(redactParts('x: abc def ghi jk.', ['abcdef ghijk'])).toBe('x: abc def ghi jk.');
});
