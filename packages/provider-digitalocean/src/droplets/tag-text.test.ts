import { describe, expect, it } from 'vitest';
import { decodeTag, encodeTag } from './tag-text.js';

/** What DigitalOcean takes, but for capitals, of which it keeps the first spelling. */
const TAG = /^[a-z0-9_:-]+$/;

describe('a tag', () => {
  it.each([
    ['env', 'pr-12', 'env:pr-12'],
    ['env', '', 'env:'],
    ['feature/foo.bar', 'a b', 'feature_2ffoo_2ebar:a_20b'],
    ['stagely_test', 'true', 'stagely_5ftest:true'],
    ['Case', 'a:b', '_43ase:a_3ab'],
    ['ü', '🚀', '_c3_bc:_f0_9f_9a_80'],
    ['__proto__', '_', '_5f_5fproto_5f_5f:_5f'],
  ])('%s=%s is %s and comes back', (key, value, tag) => {
    expect(encodeTag(key, value)).toBe(tag);
    expect(decodeTag(tag)).toEqual([key, value]);
  });

  it('comes back whatever its text is', () => {
    const random = seededRandom(4_711);
    const part = (least: number) =>
      String.fromCodePoint(
        ...Array.from({ length: least + Math.floor(random() * 20) }, () => somePoint(random)),
      );
    const tags = new Map<string, string>();
    for (let round = 0; round < 5_000; round++) {
      const key = part(1);
      const value = part(0);
      const tag = encodeTag(key, value);
      expect(tag).toMatch(TAG);
      expect(decodeTag(tag)).toEqual([key, value]);
      const same = JSON.stringify([key, value]);
      expect(tags.get(tag) ?? same).toBe(same);
      tags.set(tag, same);
    }
  });

  it('is read although the account has used it before with capitals', () => {
    expect(decodeTag('Env:Pr-12')).toEqual(['env', 'pr-12']);
    expect(decodeTag('FEATURE_2Ffoo:x')).toEqual(['feature/foo', 'x']);
  });

  it.each([
    ['without a value', 'production'],
    ['of three parts', 'k8s:cluster:1'],
    ['without a key', ':x'],
    ['with a broken escape', 'a_2:x'],
    ['with an escape that is none', 'a_zz:x'],
    ['with bytes that are no text', 'a_ff:x'],
    ['that escapes what needs no escape', '_61:x'],
    ['with an underscore of its own', 'my_tag:x'],
    ['that is empty', ''],
  ])('%s is none of ours', (_, tag) => {
    expect(decodeTag(tag)).toBeUndefined();
  });
});

/** A character of any kind: plain, of one to four bytes, never half a character. */
function somePoint(random: () => number): number {
  const [least = 0, most = 0] =
    [
      [0x61, 0x7a],
      [0x20, 0x7e],
      [0x20, 0x7e],
      [0xa0, 0x7ff],
      [0x800, 0xd7ff],
      [0x10000, 0x10ffff],
    ][Math.floor(random() * 6)] ?? [];
  return least + Math.floor(random() * (most - least + 1));
}

/** Always the same numbers for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
