import { expect, test } from 'vitest';
import type { ManagedInstance } from './managed-instance.js';
import { toInstanceStatus, toListedInstance } from './to-contract.js';

const bare: ManagedInstance = {
  instanceId: 'm-1',
  state: 'pending',
  ready: false,
  region: 'north',
  instanceType: 'fast-2',
  architecture: 'arm64',
  spotInstance: false,
  tags: { env: 'x' },
};

const full: ManagedInstance = {
  ...bare,
  state: 'running',
  ready: true,
  publicIp: '192.0.2.1',
  privateIp: '10.0.0.1',
  launchedAt: new Date(1),
  reason: 'because',
  expiresAt: new Date(2),
  idempotencyKeyHash: 'k',
  specHash: 's',
  creator: 'c',
};

test('a status shows what the contract has, and nothing else', () => {
  expect(toInstanceStatus(bare)).toStrictEqual({
    instanceId: 'm-1',
    state: 'pending',
    ready: false,
  });
  expect(toInstanceStatus(full)).toStrictEqual({
    instanceId: 'm-1',
    state: 'running',
    ready: true,
    publicIp: '192.0.2.1',
    privateIp: '10.0.0.1',
    launchedAt: new Date(1),
    reason: 'because',
    expiresAt: new Date(2),
  });
});

test('a listing adds region, type, tags and the hash of the key', () => {
  expect(toListedInstance(bare)).toStrictEqual({
    ...toInstanceStatus(bare),
    region: 'north',
    instanceType: 'fast-2',
    tags: { env: 'x' },
  });
  expect(toListedInstance(full)).toStrictEqual({
    ...toInstanceStatus(full),
    region: 'north',
    instanceType: 'fast-2',
    tags: { env: 'x' },
    idempotencyKeyHash: 'k',
  });
});
