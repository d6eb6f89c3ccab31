import { expect, test } from 'vitest';
import { NetworkFailureError } from '../errors/network-failure-error.js';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import { asAborted } from './as-aborted.js';

const operation = {
  provider: 'acme',
  operation: 'createInstance',
  idempotencyKey: 'job-7',
  outcome: 'no-instance',
} as const;
const signal = AbortSignal.abort(new Error('Ctrl-C'));

test('a failure becomes an abort that says what the failure said of the machine', () => {
  const failure = new NetworkFailureError('No answer.', {
    operation: 'createInstance',
    outcome: 'instance-exists',
    instanceId: 'm-1',
  });
  const aborted = asAborted(failure, operation, signal);
  expect(aborted).toBeInstanceOf(OperationAbortedError);
  expect(aborted).toMatchObject({
    provider: 'acme',
    operation: 'createInstance',
    idempotencyKey: 'job-7',
    outcome: 'instance-exists',
    instanceId: 'm-1',
    cause: failure,
  });
});

test('an abort stays the one it is', () => {
  const aborted = new OperationAbortedError('Aborted.', { operation: 'createInstance' });
  expect(asAborted(aborted, operation, signal)).toBe(aborted);
});

test('a defect becomes an abort with what was known before', () => {
  const defect = new TypeError('a defect');
  const aborted = asAborted(defect, operation, signal);
  expect(aborted).toBeInstanceOf(OperationAbortedError);
  expect(aborted).toMatchObject({ ...operation, cause: defect });
});
