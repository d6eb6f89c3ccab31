import {
  CapacityUnavailableError,
  CredentialDecryptionError,
  IdempotencyConflictError,
  IncompatibleProviderError,
  InstanceNotFoundError,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  ProviderNotInstalledError,
  QuotaExceededError,
  RateLimitedError,
  ReadinessTimeoutError,
} from '@stagely/core';
import { expect, test } from 'vitest';
import { decide } from '../src/decide.js';

const operation = { operation: 'createInstance' };

test.each([
  [new InvalidCredentialsError('bad', operation), 'stop-tenant'],
  [new CredentialDecryptionError('bad'), 'stop-tenant'],
  [new ProviderNotInstalledError('bad'), 'stop-tenant'],
  [new IncompatibleProviderError('bad'), 'stop-tenant'],
  [new CapacityUnavailableError('bad', operation), 'next-place'],
  [new QuotaExceededError('bad', operation), 'wait-for-quota'],
  [new NetworkFailureError('bad', operation), 'again'],
  [new RateLimitedError('bad', operation), 'again'],
  [new ReadinessTimeoutError('bad', operation), 'again'],
  [new InstanceNotFoundError('bad', operation), 'again'],
  [new InvalidInputError('bad', { ...operation, issues: [] }), 'fail'],
  [new IdempotencyConflictError('bad', { ...operation, issues: [] }), 'fail'],
  [new Error('the build failed'), 'fail'],
])('%s: %s', (error, decision) => {
  expect(decide(error)).toBe(decision);
});
