import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { isDue } from './is-due.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const ago = (ms: number) => new Date(NOW - ms);
const MINIMUM_AGE = 1_000;

function due(change: object, criteria: object = {}): boolean {
  const status = { instanceId: 'm-1', state: 'running', ready: true, ...change } as const;
  const none = { olderThanMs: undefined, tags: {}, minimumAgeMs: MINIMUM_AGE };
  return isDue(status, { ...none, ...criteria }, NOW);
}

const old = { launchedAt: ago(10_000) };

describe('without criteria a machine is due', () => {
  test('from the millisecond on that its lease has expired', () => {
    expect(due({ ...old, expiresAt: new Date(NOW - 1) })).toBe(true);
    expect(due({ ...old, expiresAt: new Date(NOW) })).toBe(true);
    expect(due({ ...old, expiresAt: new Date(NOW + 1) })).toBe(false);
  });

  test('never when it has no lease', () => {
    expect(due(old)).toBe(false);
    expect(due({ launchedAt: new Date(0) })).toBe(false);
  });

  test.each(['pending', 'running', 'stopped'] as const)('also when it is %s', (state) => {
    expect(due({ ...old, state, expiresAt: ago(1) })).toBe(true);
  });
});

describe('a machine is due by its age', () => {
  test('when it is older, whatever its lease says', () => {
    const criteria = { olderThanMs: 10_000 };
    expect(due({ launchedAt: ago(10_001) }, criteria)).toBe(true);
    expect(due({ launchedAt: ago(10_001), expiresAt: new Date(NOW + 1) }, criteria)).toBe(true);
    expect(due({ launchedAt: ago(10_000) }, criteria)).toBe(false);
  });

  test('not when it is younger, although its lease has expired or its tags are right', () => {
    const criteria = { olderThanMs: 10_000 };
    expect(due({ launchedAt: ago(9_999), expiresAt: ago(1) }, criteria)).toBe(false);
    expect(due({ launchedAt: ago(9_999) }, { ...criteria, tags: { a: 'b' } })).toBe(false);
  });
});

test('a machine that carries the tags is due, whatever its lease says', () => {
  expect(due(old, { tags: { a: 'b' } })).toBe(true);
  expect(due({ ...old, expiresAt: new Date(NOW + 1) }, { tags: { a: 'b' } })).toBe(true);
});

describe('never due is', () => {
  const everything = [{}, { olderThanMs: 0 }, { tags: { a: 'b' } }];
  const never = (change: object, more: object = {}) =>
    everything.map((criteria) => due({ expiresAt: ago(1), ...change }, { ...criteria, ...more }));

  test('a machine that has ended', () => {
    expect(never({ ...old, state: 'terminated' })).toEqual([false, false, false]);
  });

  test('a machine younger than the minimum age', () => {
    expect(never({ launchedAt: ago(MINIMUM_AGE - 1) })).toEqual([false, false, false]);
    expect(never({ launchedAt: ago(MINIMUM_AGE) })).toEqual([true, true, true]);
  });

  test('a machine from the future, also without a minimum age', () => {
    const minimumAgeMs = 0;
    expect(never({ launchedAt: new Date(NOW + 1) }, { minimumAgeMs })).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('a machine of unknown age, also without a minimum age', () => {
    const minimumAgeMs = 0;
    expect(never({}, { minimumAgeMs })).toEqual([false, false, false]);
    const invalid = { launchedAt: new Date(Number.NaN) };
    expect(never(invalid, { minimumAgeMs })).toEqual([false, false, false]);
  });

  test.each([null, 0, '2020-01-01T00:00:00Z', {}])(
    'a machine whose provider gives %j where a Date belongs',
    (noDate) => {
      const minimumAgeMs = 0;
      expect(never({ launchedAt: noDate }, { minimumAgeMs })).toEqual([false, false, false]);
      expect(due({ ...old, expiresAt: noDate })).toBe(false);
    },
  );
});

test('a Date of another realm is a Date', () => {
  const launchedAt = runInNewContext(`new Date(${NOW - 10_000})`);
  expect(due({ launchedAt, expiresAt: ago(1) })).toBe(true);
});
