import { describe, expect, it } from 'vitest';
import { formatDuration, formatElapsed, formatMoment } from './format-duration.js';

describe('a duration', () => {
  it.each([
    [-5, '0s'],
    [999, '0s'],
    [45_000, '45s'],
    [60_000, '1m'],
    [125_999, '2m 5s'],
    [3_600_000, '1h'],
    [3_605_000, '1h'],
    [86_400_000 * 4 + 3_600_000 * 2 + 60_000, '4d 2h'],
    [86_400_000 + 60_000, '1d'],
  ])('of %i ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it.each([
    [0, '0.0s'],
    [1_290, '1.2s'],
    [59_999, '59.9s'],
    [60_000, '1m'],
  ])('of %i ms that is being watched is %s', (ms, text) => {
    expect(formatElapsed(ms)).toBe(text);
  });

  it.each([
    [7_199_990, 'in 2h'],
    [0, '0s ago'],
    [-180_000, '3m ago'],
  ])('to a moment %i ms away is %s', (ms, text) => {
    expect(formatMoment(new Date(ms), 0)).toBe(text);
  });
});
