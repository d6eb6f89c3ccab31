import { describe, expect, it } from 'vitest';
import { durationParser } from './parse-duration.js';

const parse = durationParser({ min: '1s', max: '2w' });

describe('a duration', () => {
  it.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['2h', 7_200_000],
    ['1d12h', 129_600_000],
    ['2w', 1_209_600_000],
    ['1h0m5s', 3_605_000],
  ])('%s is %i ms', (text, ms) => {
    expect(parse(text)).toBe(ms);
  });

  it.each(['', '5', 'h', '1.5h', '5m2h', '5 m', '-1s', '1e3s', '5M', '5m\n', '٣s'])(
    'is not "%s"',
    (text) => {
      expect(() => parse(text)).toThrow('It must be a duration such as 90s, 30m, 2h or 1d.');
    },
  );

  it.each(['0s', '15d', `${'9'.repeat(400)}d`])('%s is out of bounds', (text) => {
    expect(() => parse(text)).toThrow('It must be from 1s to 2w.');
  });
});
