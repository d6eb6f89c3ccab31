import { expect, test } from 'vitest';
import { printText } from './print-text.js';

test.each([
  ['plain text', 'feature/foo.bar é 日本 😀', 'feature/foo.bar é 日本 😀'],
  ['quotes and backslashes', 'a"b\\c', 'a\\"b\\\\c'],
  ['line breaks', 'a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['terminal escapes', '\u001b[31mred\u009b0m\u007f', '\\u001b[31mred\\u{9b}0m\\u{7f}'],
  ['NUL', 'a\0b', 'a\\u0000b'],
  ['text that runs backwards', 'a\u202egnp.exe', 'a\\u{202e}gnp.exe'],
  ['line separators', 'a\u2028b\u2029c', 'a\\u{2028}b\\u{2029}c'],
  ['broken Unicode', 'a\ud800b', 'a\\ud800b'],
])('%s is printed on one line, as text', (_, text, printed) => {
  expect(printText(text)).toBe(printed);
});

test('long text is cut after 60 characters', () => {
  expect(printText('x'.repeat(60))).toBe('x'.repeat(60));
  expect(printText('x'.repeat(61))).toBe(`${'x'.repeat(60)}…`);
  expect(printText(`${'x'.repeat(59)}😀`)).toBe(`${'x'.repeat(59)}\\ud83d…`);
});
