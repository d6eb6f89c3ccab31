import { describe, expect, it } from 'vitest';
import { decodeLabelText, encodeLabelText } from './label-text.js';

const LABEL = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)?$/;

describe('label texts', () => {
  it.each([
    '',
    'env',
    'stagely_test',
    'feature.foo-bar_baz',
    'UPPER',
    '0123',
    'x',
    'xx',
    'a_x2f_b',
    'a_xB',
  ])('%j stays as it is', (text) => {
    expect(encodeLabelText(text)).toBe(text);
    expect(decodeLabelText(text)).toBe(text);
  });

  it.each([
    ['feature/foo.bar', 'feature_x2F_foo.bar'],
    ['a b+c', 'a_x20_b_x2B_c'],
    ['über', 'x_xC3BC_ber'],
    ['-leading', 'x_x2D_leading'],
    ['trailing.', 'trailing_x2E_x'],
    ['/', 'x_x2F_x'],
    ['--', 'x_x2D2D_x'],
    ['a_x2F_b', 'a_x5F_x2F_b'],
    ['x/', 'x_x782F_x'],
    ['/x', 'x_x2F78_x'],
    ['🚀', 'x_xF09F9A80_x'],
  ])('%j is written as %s', (text, label) => {
    expect(encodeLabelText(text)).toBe(label);
    expect(decodeLabelText(label)).toBe(text);
  });

  it('come back as they went in, and no two are written alike', () => {
    const written = new Map<string, string>();
    for (const text of awkwardTexts(6)) {
      const label = encodeLabelText(text);
      expect(label).toMatch(LABEL);
      expect(decodeLabelText(label)).toBe(text);
      expect(written.get(label) ?? text).toBe(text);
      written.set(label, text);
    }
    expect(written.size).toBeGreaterThan(15_000);
  });

  it.each(['a_xFF_b', 'x_xC3_x'])('what was never written stays as it is: %s', (label) => {
    expect(decodeLabelText(label)).toBe(label);
  });
});

/** All texts up to a length of the pieces that the encoding itself is made of. */
function* awkwardTexts(length: number): Generator<string> {
  const pieces = ['x', '_', '_x', '2F', '/'];
  let texts = [''];
  for (let made = 0; made < length; made++) {
    texts = texts.flatMap((text) => pieces.map((piece) => text + piece));
    yield* texts;
  }
}
