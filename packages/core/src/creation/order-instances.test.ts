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
  expect(idsOf(at('i-1b', 1), at('i-0c', 1))).toEqual(['i-0c', 'i-1b']);
});

test('a machine whose launch time is unknown is last', () => {
  expect(idsOf(at('a'), at('b', 5))).toEqual(['b', 'a']);
});
