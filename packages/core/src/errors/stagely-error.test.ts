import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { CapacityUnavailableError } from './capacity-unavailable-error.js';
import { CredentialDecryptionError } from './credential-decryption-error.js';
import { IdempotencyConflictError } from './idempotency-conflict-error.js';
import { IncompatibleProviderError } from './incompatible-provider-error.js';
import { InstanceNotFoundError } from './instance-not-found-error.js';
import { InvalidCredentialsError } from './invalid-credentials-error.js';
import { InvalidInputError } from './invalid-input-error.js';
import { NetworkFailureError } from './network-failure-error.js';
import { OperationAbortedError } from './operation-aborted-error.js';
import { ProviderError } from './provider-error.js';
import { ProviderNotInstalledError } from './provider-not-installed-error.js';
import { QuotaExceededError } from './quota-exceeded-error.js';
import { RateLimitedError } from './rate-limited-error.js';
import { ReadinessTimeoutError } from './readiness-timeout-error.js';
import { StagelyError } from './stagely-error.js';

const details = { operation: 'createInstance' };
const inputDetails = { ...details, issues: [] };

const ERRORS = [
  {
    error: new InvalidCredentialsError('m', details),
    name: 'InvalidCredentialsError',
    code: 'invalid_credentials',
    retryable: false,
    is: [InvalidCredentialsError, ProviderError, StagelyError],
  },
  {
    error: new QuotaExceededError('m', details),
    name: 'QuotaExceededError',
    code: 'quota_exceeded',
    retryable: false,
    is: [QuotaExceededError, ProviderError, StagelyError],
  },
  {
    error: new CapacityUnavailableError('m', details),
    name: 'CapacityUnavailableError',
    code: 'capacity_unavailable',
    retryable: true,
    is: [CapacityUnavailableError, QuotaExceededError, ProviderError, StagelyError],
  },
  {
    error: new NetworkFailureError('m', details),
    name: 'NetworkFailureError',
    code: 'network_failure',
    retryable: true,
    is: [NetworkFailureError, ProviderError, StagelyError],
  },
  {
    error: new RateLimitedError('m', details),
    name: 'RateLimitedError',
    code: 'rate_limited',
    retryable: true,
    is: [RateLimitedError, NetworkFailureError, ProviderError, StagelyError],
  },
  {
    error: new ReadinessTimeoutError('m', details),
    name: 'ReadinessTimeoutError',
    code: 'readiness_timeout',
    retryable: true,
    is: [ReadinessTimeoutError, NetworkFailureError, ProviderError, StagelyError],
  },
  {
    error: new InvalidInputError('m', inputDetails),
    name: 'InvalidInputError',
    code: 'invalid_input',
    retryable: false,
    is: [InvalidInputError, ProviderError, StagelyError],
  },
  {
    error: new IdempotencyConflictError('m', inputDetails),
    name: 'IdempotencyConflictError',
    code: 'idempotency_conflict',
    retryable: false,
    is: [IdempotencyConflictError, InvalidInputError, ProviderError, StagelyError],
  },
  {
    error: new InstanceNotFoundError('m', details),
    name: 'InstanceNotFoundError',
    code: 'instance_not_found',
    retryable: false,
    is: [InstanceNotFoundError, ProviderError, StagelyError],
  },
  {
    error: new OperationAbortedError('m', details),
    name: 'AbortError',
    code: 'aborted',
    retryable: false,
    is: [OperationAbortedError, ProviderError, StagelyError],
  },
  {
    error: new ProviderNotInstalledError('m'),
    name: 'ProviderNotInstalledError',
    code: 'provider_not_installed',
    retryable: false,
    is: [ProviderNotInstalledError, StagelyError],
  },
  {
    error: new IncompatibleProviderError('m'),
    name: 'IncompatibleProviderError',
    code: 'incompatible_provider',
    retryable: false,
    is: [IncompatibleProviderError, StagelyError],
  },
  {
    error: new CredentialDecryptionError('m'),
    name: 'CredentialDecryptionError',
    code: 'credential_decryption',
    retryable: false,
    is: [CredentialDecryptionError, StagelyError],
  },
] as const;

const CLASSES = [StagelyError, ProviderError, ...ERRORS.map(({ is }) => is[0])] as const;

describe.each(ERRORS)('$code', ({ error, name, code, retryable, is }) => {
  test('has its name, code and retryability', () => {
    expect(error).toMatchObject({ name, code, retryable, message: 'm' });
    expect(error).toBeInstanceOf(Error);
  });

  test('is an instance of its own class and its ancestors, and of no other', () => {
    expect(CLASSES.filter((errorClass) => error instanceof errorClass)).toHaveLength(is.length);
    for (const errorClass of is) {
      expect(error instanceof errorClass).toBe(true);
      expect(errorClass.isInstance(error)).toBe(true);
    }
    for (const other of CLASSES.filter((errorClass) => !is.some((own) => own === errorClass))) {
      expect(other.isInstance(error)).toBe(false);
    }
  });

  test('is marked by its class and its ancestors, with symbols that every version must keep', () => {
    const marks = is.map((errorClass) => Symbol.for(`stagely.error.${errorClass.name}`));
    expect(marks.filter((mark) => mark in error)).toEqual(marks);
  });

  test('says its name, message and code when it is printed', () => {
    expect(error.stack).toMatch(new RegExp(`^${name}: m\\n`));
    expect(inspect(error)).toContain(name);
    expect(inspect(error)).toContain(`code: '${code}'`);
  });

  test('becomes JSON with its name, message, code and retryability', () => {
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      name,
      message: 'm',
      code,
      retryable,
    });
  });
});

test('an error may be given another name, as any error may', () => {
  const error = new NetworkFailureError('m', details);
  error.name = 'AcmeError';
  expect(String(error)).toBe('AcmeError: m');
});

describe('a cause', () => {
  test('is kept', () => {
    const cause = new Error('socket hang up');
    expect(new NetworkFailureError('m', { ...details, cause }).cause).toBe(cause);
    expect(new CredentialDecryptionError('m', { cause }).cause).toBe(cause);
  });

  test('is absent when there is none', () => {
    expect(new NetworkFailureError('m', { ...details, cause: undefined })).not.toHaveProperty(
      'cause',
    );
    expect(new CredentialDecryptionError('m')).not.toHaveProperty('cause');
  });

  test('is in JSON by name and message, without its stack and its fields', () => {
    const cause = Object.assign(new TypeError('fetch failed'), { request: { headers: {} } });
    const error = new NetworkFailureError('m', { ...details, cause });
    expect(JSON.parse(JSON.stringify(error))).toHaveProperty('cause', {
      name: 'TypeError',
      message: 'fetch failed',
    });
  });

  test('that is no error is not in JSON', () => {
    const error = new OperationAbortedError('m', { ...details, cause: { token: 'hunter22' } });
    expect(JSON.stringify(error)).not.toContain('hunter22');
    expect(JSON.parse(JSON.stringify(error))).not.toHaveProperty('cause');
  });
});
