import { expect, test } from 'vitest';
import { thrownBy } from '../../test/thrown-by.js';
import { IdempotencyConflictError } from '../errors/idempotency-conflict-error.js';
import type { ManagedInstance } from './managed-instance.js';
import { refuseOtherSpec } from './refuse-other-spec.js';

const operation = {
  provider: 'acme',
  operation: 'createInstance',
  idempotencyKey: 'job-7',
  outcome: 'no-instance',
} as const;

const withHash = (specHash?: string): ManagedInstance => ({
  instanceId: 'm-1',
  state: 'running',
  ready: true,
  region: 'north',
  instanceType: 'first',
  architecture: 'amd64',
  spotInstance: false,
  tags: {},
  specHash,
});

test.each([
  ['the same', 'v2-aaaa'],
  ['one of an earlier version, which cannot be compared', 'v1-bbbb'],
  ['one of a later version, which cannot be compared', 'v3-bbbb'],
])('goes on with a machine whose hash is %s', (_, specHash) => {
  expect(() => refuseOtherSpec(withHash(specHash), 'v2-aaaa', operation)).not.toThrow();
});

test.each([
  ['another one', 'v2-bbbb'],
  ['another one that begins alike', 'v2-aaaa-b'],
  ['absent', undefined],
])('refuses a machine whose hash is %s, and says what to do', (_, specHash) => {
  const error = thrownBy(() => refuseOtherSpec(withHash(specHash), 'v2-aaaa', operation));
  expect(error).toBeInstanceOf(IdempotencyConflictError);
  expect(error).toMatchObject({
    ...operation,
    message:
      'acme: createInstance failed: the idempotency key belongs to m-1, a live machine with another spec. Use another key, or end that machine first.',
    issues: [
      {
        path: 'spec.idempotencyKey',
        message: 'belongs to m-1, a live machine with another spec',
      },
    ],
  });
});
