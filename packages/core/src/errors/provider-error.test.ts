import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { InvalidInputError } from './invalid-input-error.js';
import { NetworkFailureError } from './network-failure-error.js';

const everything = {
  provider: 'hetzner',
  operation: 'createInstance',
  instanceId: '42',
  outcome: 'instance-exists',
  idempotencyKey: 'job-7',
  retryAfterMs: 1_500,
  providerCode: 'unavailable',
  requestId: 'req-1',
} as const;

test('an error of an operation tells all that is known of it, also in JSON and when printed', () => {
  const error = new NetworkFailureError('The cloud is away.', everything);
  expect(error).toMatchObject(everything);
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'NetworkFailureError',
    message: 'The cloud is away.',
    code: 'network_failure',
    retryable: true,
    ...everything,
  });
  expect(inspect(error)).toContain("outcome: 'instance-exists'");
});

test('what is not known of an operation is absent, not undefined', () => {
  const error = new NetworkFailureError('m', {
    operation: 'listInstances',
    provider: undefined,
    instanceId: undefined,
    outcome: undefined,
    idempotencyKey: undefined,
    retryAfterMs: undefined,
    providerCode: undefined,
    requestId: undefined,
  });
  expect(Object.keys(error).sort()).toEqual(['code', 'operation', 'retryable']);
  expect(inspect(error)).not.toContain('undefined');
});

test('nothing but the fields of the contract is taken over, whatever an error is given', () => {
  const withMore = { ...everything, message: 'other', headers: { authorization: 'Bearer x' } };
  const error = new NetworkFailureError('m', withMore);
  expect(error.message).toBe('m');
  expect(error).not.toHaveProperty('headers');
});

test('an InvalidInputError lists every problem, also in JSON', () => {
  const issues = [
    { path: 'spec.size', message: 'is required' },
    { path: 'spec.tags.env', message: 'must be a string' },
  ];
  const error = new InvalidInputError('m', { operation: 'createInstance', issues });
  expect(error.issues).toEqual(issues);
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ issues });
});
