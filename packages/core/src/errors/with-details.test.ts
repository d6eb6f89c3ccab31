import { expect, test } from 'vitest';
import { InvalidInputError } from './invalid-input-error.js';
import { NetworkFailureError } from './network-failure-error.js';
import { withDetails } from './with-details.js';

const details = { outcome: 'instance-exists', instanceId: 'm-1', idempotencyKey: 'job-7' } as const;

test('the copy tells what became of the machine; the original is left as it was', () => {
  const cause = new Error('reset');
  const original = new NetworkFailureError('No answer.', {
    provider: 'acme',
    operation: 'createInstance',
    outcome: 'no-instance',
    requestId: 'r-1',
    cause,
  });
  const copy = withDetails(original, details, 'It exists.');
  expect(copy).toBeInstanceOf(NetworkFailureError);
  expect(copy).toMatchObject({
    ...details,
    name: 'NetworkFailureError',
    code: 'network_failure',
    retryable: true,
    provider: 'acme',
    operation: 'createInstance',
    requestId: 'r-1',
    message: 'No answer. It exists.',
    cause,
    stack: original.stack,
  });
  expect(copy.toJSON()).toMatchObject(details);
  expect(original).toMatchObject({ outcome: 'no-instance', message: 'No answer.' });
  expect(original.instanceId).toBeUndefined();
});

test('what a class has of its own stays, and what the details leave open too', () => {
  const issues = [{ path: 'spec.size', message: 'is wrong' }];
  const original = new InvalidInputError('Wrong.', {
    operation: 'createInstance',
    instanceId: 'm-2',
    issues,
  });
  const copy = withDetails(original, { outcome: 'no-instance', idempotencyKey: 'job-7' });
  expect(copy).toMatchObject({ issues, instanceId: 'm-2', message: 'Wrong.' });
});
