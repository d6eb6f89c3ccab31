import { describe, expect, test, vi } from 'vitest';
import { InvalidInputError } from './invalid-input-error.js';
import { NetworkFailureError } from './network-failure-error.js';
import { OperationAbortedError } from './operation-aborted-error.js';
import { ProviderError } from './provider-error.js';
import { RateLimitedError } from './rate-limited-error.js';
import { StagelyError } from './stagely-error.js';

const details = { operation: 'createInstance' };

/** The same modules, evaluated a second time: what a second installed copy of the package is. */
async function importSecondCopy() {
  vi.resetModules();
  return {
    ...(await import('./stagely-error.js')),
    ...(await import('./provider-error.js')),
    ...(await import('./network-failure-error.js')),
    ...(await import('./rate-limited-error.js')),
    ...(await import('./invalid-input-error.js')),
    ...(await import('./operation-aborted-error.js')),
  };
}

describe('an error of another copy of this package', () => {
  test('is recognised by this copy, as what it is', async () => {
    const second = await importSecondCopy();
    expect(second.RateLimitedError).not.toBe(RateLimitedError);
    const foreign: unknown = new second.RateLimitedError('m', details);
    for (const own of [RateLimitedError, NetworkFailureError, ProviderError, StagelyError]) {
      expect(foreign instanceof own).toBe(true);
      expect(own.isInstance(foreign)).toBe(true);
    }
    expect(foreign instanceof InvalidInputError).toBe(false);
    expect(foreign instanceof OperationAbortedError).toBe(false);
  });

  test('is recognised in the other direction too', async () => {
    const second = await importSecondCopy();
    const own: unknown = new RateLimitedError('m', details);
    expect(own instanceof second.NetworkFailureError).toBe(true);
    expect(second.StagelyError.isInstance(own)).toBe(true);
    expect(second.InvalidInputError.isInstance(own)).toBe(false);
  });

  test('keeps its name, also when the name is another than that of the class', async () => {
    const second = await importSecondCopy();
    const foreign: unknown = new second.OperationAbortedError('m', details);
    expect(foreign instanceof OperationAbortedError).toBe(true);
    expect(foreign).toMatchObject({ name: 'AbortError' });
  });
});

describe("a third party's subclass", () => {
  class AcmeThrottledError extends RateLimitedError {}
  class AcmeMaintenanceError extends RateLimitedError {}
  const throttled: unknown = new AcmeThrottledError('m', details);

  test('is recognised as itself and as the class it extends', () => {
    expect(throttled instanceof AcmeThrottledError).toBe(true);
    expect(AcmeThrottledError.isInstance(throttled)).toBe(true);
    expect(throttled instanceof RateLimitedError).toBe(true);
    expect(throttled instanceof StagelyError).toBe(true);
  });

  test('does not match its siblings, nor does its parent match it', () => {
    expect(throttled instanceof AcmeMaintenanceError).toBe(false);
    expect(AcmeMaintenanceError.isInstance(throttled)).toBe(false);
    expect(new RateLimitedError('m', details) instanceof AcmeThrottledError).toBe(false);
  });

  test('of another copy is recognised as what that copy knows of it', async () => {
    const second = await importSecondCopy();
    class ForeignError extends second.RateLimitedError {}
    const foreign: unknown = new ForeignError('m', details);
    expect(foreign instanceof RateLimitedError).toBe(true);
    expect(foreign instanceof InvalidInputError).toBe(false);
  });
});

test.each([undefined, null, 'invalid_input', 7, {}, new Error('m'), () => undefined])(
  'is no error of ours: %s',
  (value) => {
    expect(value instanceof StagelyError).toBe(false);
    expect(StagelyError.isInstance(value)).toBe(false);
    expect(OperationAbortedError.isInstance(value)).toBe(false);
  },
);

test('an ordinary AbortError is no OperationAbortedError, though it has the same name', () => {
  const { reason } = AbortSignal.abort();
  expect(reason).toMatchObject({ name: 'AbortError' });
  expect(reason instanceof OperationAbortedError).toBe(false);
});

test('the mark does not show: not in the keys, not in JSON', () => {
  const error = new RateLimitedError('m', details);
  expect(Reflect.ownKeys(error).filter((key) => typeof key === 'symbol')).toEqual([]);
  expect(Object.keys(error)).not.toContain('name');
});
