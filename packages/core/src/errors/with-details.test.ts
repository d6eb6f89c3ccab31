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

test('details that are undefined change nothing', () => {
  const original = new NetworkFailureError('No answer.', {
    operation: 'createInstance',
    ...details,
  });
  const none = { provider: undefined, outcome: undefined, instanceId: undefined };
  expect(withDetails(original, none).toJSON()).toEqual(original.toJSON());
});

test('what the original does not have is absent on the copy too', () => {
  const original = new NetworkFailureError('No answer.', { operation: 'createInstance' });
  const copy = withDetails(original, {});
  expect(Object.hasOwn(copy, 'cause')).toBe(false);
  expect(Object.keys(copy)).toEqual(Object.keys(original));
  delete original.stack;
  expect(withDetails(original, {}).stack).toBeUndefined();
});

test('the stack of the copy is no field of it, and can be replaced as that of any error', () => {
  const original = new NetworkFailureError('No answer.', { operation: 'createInstance' });
  const copy = withDetails(original, details);
  expect(Object.keys(copy)).not.toContain('stack');
  copy.stack = 'replaced';
  expect(copy.stack).toBe('replaced');
});
