import { expect, test } from 'vitest';
import type { ManagedInstance } from './managed-instance.js';
import { orderInstances } from './order-instances.js';

const at = (instanceId: string, launchedAt?: number): ManagedInstance => ({
  instanceId,
  state: 'pending',
  ready: false,
  region: 'north',
  instanceType: 'fast-2',
  architecture: 'amd64',
  spotInstance: false,
  tags: {},
  ...(launchedAt === undefined ? {} : { launchedAt: new Date(launchedAt) }),
});

const idsOf = (...instances: ManagedInstance[]) =>
  orderInstances(instances).map(({ instanceId }) => instanceId);

test('the earlier launch is first', () => {
  expect(idsOf(at('a', 2), at('b', 1))).toEqual(['b', 'a']);
});

test('of launches at the same time the lower id is first, numbers as numbers', () => {
  expect(idsOf(at('b', 1), at('a', 1))).toEqual(['a', 'b']);
  expect(idsOf(at('100', 1), at('99', 1), at('101', 1))).toEqual(['99', '100', '101']);
  expect(idsOf(at('101', 1), at('100', 1))).toEqual(['100', '101']);
  expect(idsOf(at('i-1b', 1), at('i-0c', 1))).toEqual(['i-0c', 'i-1b']);
});

test.each([
  ['a10', 'a9'],
  ['10a', '9a'],
  ['100', '9a'],
  ['1aa', '99'],
  ['100', 'x1'],
])('ids that are not all numbers are compared as texts: %s before %s', (lower, higher) => {
  expect(idsOf(at(higher, 1), at(lower, 1))).toEqual([lower, higher]);
  expect(idsOf(at(lower, 1), at(higher, 1))).toEqual([lower, higher]);
});

test('what was given is left as it was', () => {
  const given = [at('b', 1), at('a', 1)];
  orderInstances(given);
  expect(given.map(({ instanceId }) => instanceId)).toEqual(['b', 'a']);
});

test('a machine whose launch time is unknown is last', () => {
  expect(idsOf(at('a'), at('b', 5))).toEqual(['b', 'a']);
});
