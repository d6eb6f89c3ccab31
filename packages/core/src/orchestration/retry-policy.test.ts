import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { retry } from './retry.js';

async function issuesOf(policy: unknown, work: unknown = async () => {}): Promise<unknown> {
  try {
    await Reflect.apply(retry, undefined, [work, policy]);
  } catch (error) {
    if (!InvalidInputError.isInstance(error)) throw error;
    expect(error.operation).toBe('retry');
    return error.issues;
  }
  return [];
}

describe('a policy may have', () => {
  test.each<[string, unknown]>([
    ['nothing', {}],
    ['its lowest values', { maxAttempts: 1, minDelayMs: 0, maxDelayMs: 0, maxElapsedMs: 0 }],
    ['its highest values', { maxAttempts: 1_000, minDelayMs: 86_400_000, maxDelayMs: 86_400_000 }],
    ['equal delays', { minDelayMs: 5, maxDelayMs: 5 }],
    ['the longest key', { idempotencyKey: 'k'.repeat(255) }],
    ['only what is undefined', { maxAttempts: undefined, signal: undefined, clock: undefined }],
  ])('%s', async (_, policy) => {
    expect(await issuesOf(policy)).toEqual([]);
  });
});

const ATTEMPTS = 'must be a whole number from 1 to 1000';
const DELAY = 'must be a whole number from 0 to 86400000';

describe('a policy is refused', () => {
  test.each<[string, string, unknown, string]>([
    ['maxAttempts', 'too small', 0, ATTEMPTS],
    ['maxAttempts', 'too large', 1_001, ATTEMPTS],
    ['maxAttempts', 'infinite', Number.POSITIVE_INFINITY, ATTEMPTS],
    ['maxAttempts', 'a text', '5', ATTEMPTS],
    ['maxAttempts', 'null', null, ATTEMPTS],
    ['minDelayMs', 'negative', -1, DELAY],
    ['minDelayMs', 'no whole number', 0.5, DELAY],
    ['minDelayMs', 'more than a day', 86_400_001, DELAY],
    ['maxDelayMs', 'not a number', Number.NaN, DELAY],
    ['maxDelayMs', 'less than the first wait', 999, 'must not be less than minDelayMs'],
    ['maxElapsedMs', 'negative', -1, 'must be a whole number from 0'],
    ['idempotencyKey', 'empty', '', 'must not be empty'],
    ['idempotencyKey', 'too long', 'k'.repeat(256), 'must have at most 255 characters, not 256'],
    ['idempotencyKey', 'with NUL', 'a\0', 'must not contain control characters or broken Unicode'],
    ['idempotencyKey', 'a number', 5, 'must be a string'],
    ['signal', 'a controller', new AbortController(), 'must be an AbortSignal'],
    ['signal', 'a likeness', { aborted: false }, 'must be an AbortSignal'],
    ['onRetry', 'a text', 'log', 'must be a function'],
    ['clock', 'a function', () => 0, 'must have the methods now and sleep'],
    ['random', 'a number', 0.5, 'must be a function'],
    ['retries', 'unknown', 3, 'is not a known field'],
  ])('with a field %s that is %s', async (field, _, value, message) => {
    expect(await issuesOf({ [field]: value })).toEqual([{ path: `policy.${field}`, message }]);
  });

  test.each([null, 5, 'often', [], () => {}])('when it is %s', async (policy) => {
    expect(await issuesOf(policy)).toEqual([{ path: 'policy', message: 'must be an object' }]);
  });

  test('with every problem of it and of the work, before anything is done', async () => {
    expect(await issuesOf({ maxAttempts: 0, signal: 1, retries: 3 }, 'work')).toEqual([
      { path: 'work', message: 'must be a function' },
      { path: 'policy.maxAttempts', message: ATTEMPTS },
      { path: 'policy.signal', message: 'must be an AbortSignal' },
      { path: 'policy.retries', message: 'is not a known field' },
    ]);
    let done = false;
    const work = async () => {
      done = true;
    };
    await issuesOf({ maxAttempts: 0 }, work);
    expect(done).toBe(false);
  });
});
