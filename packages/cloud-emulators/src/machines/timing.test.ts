import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.js';
import { drawTiming } from './timing.js';

describe('drawTiming', () => {
  it('takes constants and functions of the seed', () => {
    expect(drawTiming(1500, new Random(1))).toBe(1500);
    const between = (random: Random) => random.integer(100, 200);
    expect(drawTiming(between, new Random(1))).toBe(drawTiming(between, new Random(1)));
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (ms) => {
    expect(() => drawTiming(() => ms, new Random(1))).toThrow(RangeError);
  });
});
