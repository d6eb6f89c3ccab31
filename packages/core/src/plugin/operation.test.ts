import { describe, expect, test } from 'vitest';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import { abortedError, describeOperation } from './operation.js';

test.each([
  [{ operation: 'retry' }, 'retry'],
  [{ operation: 'createInstance', provider: 'hetzner' }, 'hetzner: createInstance'],
  [
    { operation: 'getInstanceStatus', provider: 'aws', instanceId: 'eu-west-1/i-0abc' },
    'aws: getInstanceStatus of eu-west-1/i-0abc',
  ],
  [{ operation: 'waitUntilReady', instanceId: '42' }, 'waitUntilReady of 42'],
  [{ operation: 'terminateInstance', instanceId: 'a\nb' }, 'terminateInstance of a\\nb'],
])('an operation is described by provider, name and instance: %j', (operation, description) => {
  expect(describeOperation(operation)).toBe(description);
});

describe('the error of an aborted operation', () => {
  const operation = { operation: 'createInstance', provider: 'hetzner', idempotencyKey: 'job-7' };
  const reason = new Error('enough');

  test('says what was aborted, with the reason as its cause', () => {
    const error = abortedError(operation, AbortSignal.abort(reason));
    expect(error).toBeInstanceOf(OperationAbortedError);
    expect(error).toMatchObject({
      ...operation,
      message: 'hetzner: createInstance was aborted by its caller.',
      cause: reason,
    });
  });

  test('says that no machine is left where that is known', () => {
    const error = abortedError({ ...operation, outcome: 'no-instance' });
    expect(error.message).toBe(
      'hetzner: createInstance was aborted by its caller; no machine is left behind.',
    );
    expect(error).not.toHaveProperty('cause');
    expect(abortedError({ ...operation, outcome: 'unknown' }).message).not.toContain('no machine');
  });

  test('may have another cause', () => {
    const cause = new Error('last failure');
    expect(abortedError(operation, AbortSignal.abort(reason), cause).cause).toBe(cause);
  });
});
