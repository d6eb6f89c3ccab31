import { describe, expect, test } from 'vitest';
import { hashParts } from './hash-parts.js';
import { TextParts } from './text-parts.js';

const PART = 4;

function take(parts: TextParts, other: string, start = 0): number[] {
  const hash = hashParts(other, PART)[start];
  if (hash === undefined) throw new Error('There is no such part.');
  return [...parts.take(hash, other, start)].sort((a, b) => a - b);
}

describe('a part of another text', () => {
  test('is found wherever it stands', () => {
    expect(take(new TextParts('abcd-abcd-abc', PART), 'abcd')).toEqual([0, 5]);
    expect(take(new TextParts('aaaaaa', PART), 'aaaa')).toEqual([0, 1, 2]);
    expect(take(new TextParts('abcd', PART), 'xxabcd', 2)).toEqual([0]);
  });

  test('is told once, and the others of the text still are', () => {
    const parts = new TextParts('abcdefgh', PART);
    expect(take(parts, 'bcde')).toEqual([1]);
    expect(take(parts, 'bcde')).toEqual([]);
    expect(take(parts, 'abcd')).toEqual([0]);
    expect(take(parts, 'efgh')).toEqual([4]);
  });

  test('is not found for its hash alone', () => {
    const [hash = 0] = hashParts('abcd', PART);
    const parts = new TextParts('abcd', PART);
    expect(parts.take(hash, 'wxyz', 0)).toEqual([]);
    expect(take(parts, 'abcd')).toEqual([0]);
  });

  test('is not in a text that is shorter than it, or empty', () => {
    expect(take(new TextParts('abc', PART), 'abcd')).toEqual([]);
    expect(take(new TextParts('', PART), 'abcd')).toEqual([]);
  });
});

test('every part of a long text is found, and no other', () => {
  const text = Array.from({ length: 500 }, (_, index) => `${index}.`).join('');
  for (let start = 0; start + PART <= text.length; start += 7) {
    const part = text.slice(start, start + PART);
    const places: number[] = [];
    for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) places.push(at);
    expect(take(new TextParts(text, PART), part)).toEqual(places);
  }
  expect(take(new TextParts(text, PART), 'none')).toEqual([]);
});
