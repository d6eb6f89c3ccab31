import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffDelay } from './backoff.js';

const options = { minDelayMs: 1_000, maxDelayMs: 5_000 };
const longest = () => 1 - Number.EPSILON;

test('waits double up to the longest', () => {
  const delays = [1, 2, 3, 4, 100].map((attempt) =>
    backoffDelay(attempt, { ...options, random: longest }),
  );
  expect(delays).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
});

test('chance takes up to half of a wait', () => {
  expect(backoffDelay(1, { ...options, random: () => 0 })).toBe(500);
  expect(backoffDelay(2, { ...options, random: () => 0 })).toBe(1_000);
  expect(backoffDelay(1, { ...options, random: () => 0.5 })).toBe(750);
});

test('every wait is a whole number between half and all of the doubled one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 60_000 }),
      fc.integer({ min: 1, max: 600_000 }),
      (attempt, minDelayMs, maxDelayMs) => {
        const delay = backoffDelay(attempt, { minDelayMs, maxDelayMs });
        const whole = Math.min(maxDelayMs, minDelayMs * 2 ** (attempt - 1));
        expect(Number.isSafeInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(Math.floor(whole / 2));
        expect(delay).toBeLessThanOrEqual(whole);
      },
    ),
  );
});

test('waits differ, so that many callers do not come back together', () => {
  const delays = Array.from({ length: 100 }, () => backoffDelay(3, options));
  expect(new Set(delays).size).toBeGreaterThan(10);
});
