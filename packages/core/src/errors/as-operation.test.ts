import { expect, test } from 'vitest';
import { asOperation } from './as-operation.js';
import { NetworkFailureError } from './network-failure-error.js';

const operation = { provider: 'acme', operation: 'getInstanceStatus', instanceId: 'm-1' };

test('the error of a shared request becomes that of one operation, message and all', () => {
  const shared = { provider: 'acme', operation: 'getInstanceStatuses' };
  const error = new NetworkFailureError('acme: getInstanceStatuses failed: no answer.', shared);
  const own = asOperation(error, operation);
  expect(own).toBeInstanceOf(NetworkFailureError);
  expect(own).toMatchObject({
    ...operation,
    message: 'acme: getInstanceStatus of m-1 failed: no answer.',
  });
  expect(error.message).toContain('getInstanceStatuses');
});

test('a message that does not begin with the operation stays as it is', () => {
  const error = new NetworkFailureError('No answer.', { operation: 'listInstances' });
  expect(asOperation(error, operation)).toMatchObject({ ...operation, message: 'No answer.' });
});

test('what is none of ours stays as it is', () => {
  const error = new Error('a defect');
  expect(asOperation(error, operation)).toBe(error);
});

test('only the beginning of a message is replaced, and only when it names the operation', () => {
  const shared = { provider: 'acme', operation: 'listInstances' };
  const within = new NetworkFailureError('After acme: listInstances failed.', shared);
  expect(asOperation(within, operation)).toMatchObject({
    message: 'After acme: listInstances failed.',
  });
});
