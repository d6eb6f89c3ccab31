import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashParts } from './hash-parts.js';

test('equal parts have equal hashes, wherever they stand', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string({ minLength: 4, maxLength: 4 }),
      fc.string(),
      (a, part, b) => {
        const [expected] = hashParts(part, 4);
        expect(hashParts(a + part + b, 4)[a.length]).toBe(expected);
      },
    ),
  );
});

test('different parts have different hashes, nearly always', () => {
  const texts = Array.from({ length: 10_000 }, (_, index) => `part ${index} of it`.slice(0, 12));
  const hashes = texts.map((text) => hashParts(text.padEnd(12), 12)[0]);
  expect(new Set(hashes).size).toBe(new Set(texts).size);
});

test('there is one hash for every start of a part', () => {
  expect(hashParts('x'.repeat(20), 12)).toHaveLength(9);
  expect(hashParts('x'.repeat(12), 12)).toHaveLength(1);
  expect(hashParts('x'.repeat(11), 12)).toHaveLength(0);
  expect(hashParts('', 12)).toHaveLength(0);
});
