import {
  CapacityUnavailableError,
  IdempotencyConflictError,
  InstanceNotFoundError,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  type ProviderErrorOptions,
  QuotaExceededError,
  RateLimitedError,
  ReadinessTimeoutError,
  StagelyError,
} from '@stagely/core';
import { describeOperation, invalidInput } from '@stagely/core/plugin';

interface ErrorKind {
  readonly message: string;
  readonly make: (message: string, details: ProviderErrorOptions) => StagelyError;
}

const issues = [{ path: 'input', message: 'was refused, as planned' }];

const ERROR_KINDS = {
  invalid_credentials: {
    message: 'the credentials were refused. Check them.',
    make: (message, details) => new InvalidCredentialsError(message, details),
  },
  quota_exceeded: {
    message: "the account's limit is reached. End instances or ask for a higher limit.",
    make: (message, details) => new QuotaExceededError(message, details),
  },
  capacity_unavailable: {
    message: 'there is no capacity left. Try another region, another size or later.',
    make: (message, details) => new CapacityUnavailableError(message, details),
  },
  network_failure: {
    message: 'the connection was lost. Try again.',
    make: (message, details) => new NetworkFailureError(message, details),
  },
  rate_limited: {
    message: 'there were too many requests. Try again later.',
    make: (message, details) => new RateLimitedError(message, details),
  },
  readiness_timeout: {
    message: 'the instance was not ready in time. Try again.',
    make: (message, details) => new ReadinessTimeoutError(message, details),
  },
  invalid_input: {
    message: 'the input was refused. Change it.',
    make: (message, details) => new InvalidInputError(message, { ...details, issues }),
  },
  idempotency_conflict: {
    message: 'the idempotency key belongs to another spec. Use a new key.',
    make: (message, details) => new IdempotencyConflictError(message, { ...details, issues }),
  },
  instance_not_found: {
    message: 'there is no such instance. Check the id.',
    make: (message, details) => new InstanceNotFoundError(message, details),
  },
} as const satisfies Record<string, ErrorKind>;

/** The errors that the mock makes by itself; a function makes any other. */
export type PlannedErrorCode = keyof typeof ERROR_KINDS;

export const plannedErrorCodes: readonly string[] = Object.keys(ERROR_KINDS);

export function isPlannedErrorCode(value: unknown): value is PlannedErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_KINDS, value);
}

/**
 * Makes the error that a test planned. It is given what a provider's error tells beside its message, ready
 * for the constructor: provider, operation, instance, outcome and idempotency key.
 */
export type MakePlannedError = (details: ProviderErrorOptions) => StagelyError;

/** Makes a planned error; an `InvalidInputError` in its place when the function makes none of Stagely's. */
export function makePlannedError(
  error: PlannedErrorCode | MakePlannedError,
  details: ProviderErrorOptions,
): StagelyError {
  if (typeof error === 'function') return askForError(error, details);
  const { message, make } = ERROR_KINDS[error];
  return make(`${describeOperation(details)} failed as planned: ${message}`, details);
}

function askForError(make: MakePlannedError, details: ProviderErrorOptions): StagelyError {
  const refuse = (message: string, cause?: unknown) =>
    invalidInput(
      { ...details, operation: 'failCall' },
      [{ path: 'plan.error', message: `${message}, for a call of ${details.operation}` }],
      cause,
    );
  let made: unknown;
  try {
    made = make(details);
  } catch (error) {
    return refuse('threw an error', error);
  }
  return made instanceof StagelyError ? made : refuse('must make a StagelyError', made);
}
