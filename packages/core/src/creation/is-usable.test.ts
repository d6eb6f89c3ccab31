import { expect, test } from 'vitest';
import { isUsable } from './is-usable.js';

const NOW = 1_000_000;

test.each([
  ['pending', true],
  ['running', true],
  ['stopped', false],
  ['terminated', false],
] as const)('a machine that is %s may be returned: %s', (state, usable) => {
  expect(isUsable({ state }, NOW)).toBe(usable);
  expect(isUsable({ state, expiresAt: new Date(NOW + 60_000) }, NOW)).toBe(usable);
});

test('a lease is over from the millisecond on at which it ends', () => {
  const at = (expiresAt: number) =>
    isUsable({ state: 'running', expiresAt: new Date(expiresAt) }, NOW);
  expect(at(NOW + 1)).toBe(true);
  expect(at(NOW)).toBe(false);
  expect(at(NOW - 1)).toBe(false);
});
