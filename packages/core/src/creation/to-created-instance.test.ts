import { expect, test } from 'vitest';
import { makeSpec } from './testing/make-spec.js';
import { toCreatedInstance } from './to-created-instance.js';

const instance = {
  instanceId: 'm-1',
  state: 'running',
  ready: true,
  publicIp: '192.0.2.1',
  privateIp: '10.0.0.1',
  launchedAt: new Date(1),
  region: 'north',
  instanceType: 'fast-2',
  architecture: 'arm64',
  spotInstance: true,
  tags: { env: 'x' },
  idempotencyKeyHash: 'k',
  specHash: 's',
  creator: 'c',
} as const;

const created = {
  instanceId: 'm-1',
  publicIp: '192.0.2.1',
  region: 'north',
  instanceType: 'fast-2',
  architecture: 'arm64',
  spotInstance: true,
  idempotencyKey: 'job-7',
};

test('what was created shows what the contract has, and nothing else', async () => {
  const spec = await makeSpec();
  const warnings = [{ code: 'no_spot', message: 'No spot.' }] as const;
  expect(toCreatedInstance(instance, spec, { reused: false, warnings })).toStrictEqual({
    ...created,
    reused: false,
    warnings,
  });
});

test('a lease is that of the machine, and is told where there is one', async () => {
  const spec = await makeSpec({ expiresAt: new Date(9_000_000) });
  const leased = { ...instance, expiresAt: new Date(2) };
  expect(toCreatedInstance(leased, spec, { reused: true, warnings: [] })).toStrictEqual({
    ...created,
    expiresAt: new Date(2),
    reused: true,
    warnings: [],
  });
});
