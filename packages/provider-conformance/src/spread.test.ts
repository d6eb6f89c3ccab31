import { expect, test } from 'vitest';
import { spread } from './spread.js';

test('few indexes are all there', () => {
  expect(spread(0, 3)).toEqual([]);
  expect(spread(3, 3)).toEqual([0, 1, 2]);
});

test('of many indexes the first, the last and some between are left', () => {
  expect(spread(11, 3)).toEqual([0, 5, 10]);
  expect(spread(100, 5)).toEqual([0, 25, 50, 74, 99]);
});
