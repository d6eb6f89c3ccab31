import { expect, test } from 'vitest';
import type { InstanceFilter, ListedInstance } from '../contract/listed-instance.js';
import { hashIdempotencyKey } from '../plugin/ownership-tags.js';
import { matchesFilter } from './matches-filter.js';

const instance: ListedInstance = {
  instanceId: 'm-1',
  state: 'running',
  ready: true,
  region: 'north',
  instanceType: 'fast-2',
  tags: Object.fromEntries([
    ['env', 'preview'],
    ['empty', ''],
  ]),
  idempotencyKeyHash: hashIdempotencyKey('job-7'),
};

test.each<[InstanceFilter, boolean]>([
  [{}, true],
  [{ tags: {} }, true],
  [{ tags: { env: 'preview' } }, true],
  [{ tags: { env: 'preview', empty: '' } }, true],
  [{ tags: { env: 'preview', team: 'web' } }, false],
  [{ tags: { env: 'Preview' } }, false],
  [{ tags: { empty: 'x' } }, false],
  [{ tags: { toString: 'x' } }, false],
  [{ region: 'north' }, true],
  [{ region: 'south' }, false],
  [{ idempotencyKey: 'job-7' }, true],
  [{ idempotencyKey: 'job-8' }, false],
  [{ region: 'south', tags: { env: 'preview' } }, false],
])('%j: %s', (filter, expected) => {
  expect(matchesFilter(instance, filter)).toBe(expected);
});

test('a machine that has ended is for those who ask for such', () => {
  const ended: ListedInstance = { ...instance, state: 'terminated', ready: false };
  expect(matchesFilter(ended, {})).toBe(false);
  expect(matchesFilter(ended, { includeTerminated: true })).toBe(true);
});
