import {
  CapacityUnavailableError,
  type CreateOutcome,
  InstanceNotFoundError,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  type ProviderError,
  type ProviderErrorOptions,
  QuotaExceededError,
  RateLimitedError,
} from '@stagely/core';
import { abortedError, describeOperation, type Operation } from '@stagely/core/plugin';
import { HetznerAPIError } from '../client/hetzner-api-error.js';
import { HetznerConnectionError } from '../client/hetzner-connection-error.js';
import { type ErrorMeaning, meaningOf } from './error-categories.js';
import { toInputIssues } from './input-issues.js';

/** What a request was about: one machine, the spec of a new one, or the project. */
type RequestSubject = 'instance' | 'spec' | 'project';

export interface ErrorContext {
  readonly operation: Operation;
  readonly signal?: AbortSignal | undefined;
  readonly subject: RequestSubject;
  /** Whether a server type that is not to be had is one of several that will do. */
  readonly hasOtherTypes?: boolean | undefined;
}

/** One request is free again after a second: Hetzner Cloud API, "Rate Limiting". `RateLimit-Reset` is the full refill. */
const REFILL_MS = 1_000;
const MAX_MESSAGE = 300;

const WRONG_TYPE =
  /unsupported location for server type|server type \S+ is deprecated|server type (?:\S+ )?not found/i;

const DEDICATED_CORES = /dedicated core/i;

/** What the API says of a path that it does not have, in the place of "server not found". */
const NO_SUCH_ROUTE = 'api route not found';

/**
 * The error of the contract for an error of the client. What the client throws shows no secret, so it is the cause as
 * it is. Anything but an error of the client stays what it is.
 */
export function mapError(error: unknown, context: ErrorContext): unknown {
  const { operation, signal } = context;
  if (error instanceof HetznerAPIError) return mapAPIError(error, context);
  if (error instanceof HetznerConnectionError) return mapConnectionError(error, context);
  return signal?.aborted && error === signal.reason ? abortedError(operation, signal) : error;
}

/** Runs requests whose errors become those of the contract. */
export async function withMappedErrors<T>(
  context: ErrorContext,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw mapError(error, context);
  }
}

function mapAPIError(error: HetznerAPIError, context: ErrorContext): ProviderError {
  const { operation, subject } = context;
  const { code, status, correlationId, details, retryAfterMs } = error;
  const { category, advice } = meaningOfAnswer(error, context);
  const told = toPhrase(error.message) || `the API answered with the status ${status}`;
  const message = `${describeOperation(operation)} failed: ${told}${code === undefined ? '' : ` (${code.slice(0, MAX_MESSAGE)})`}. ${advice}`;
  const options: ProviderErrorOptions = {
    ...operation,
    outcome: refusedOutcome(status, subject) ?? operation.outcome,
    providerCode: code,
    requestId: correlationId,
    retryAfterMs,
    cause: error,
  };
  switch (category) {
    case 'invalid_credentials':
      return new InvalidCredentialsError(message, options);
    case 'quota_exceeded':
      return new QuotaExceededError(message, options);
    case 'capacity_unavailable':
      return new CapacityUnavailableError(message, options);
    case 'rate_limited':
      return new RateLimitedError(message, { ...options, retryAfterMs: retryAfterMs ?? REFILL_MS });
    case 'not_found':
      return new InstanceNotFoundError(
        `${describeOperation(operation)} failed: Hetzner knows no such server in the project of the token.`,
        options,
      );
    case 'invalid_input': {
      const path = isNoRoute(error) ? 'context.settings.endpoint' : issuePaths[subject];
      const issues = toInputIssues(details, told, path);
      return new InvalidInputError(message, { ...options, issues });
    }
    default:
      return new NetworkFailureError(message, options);
  }
}

const issuePaths = { instance: 'instanceId', spec: 'spec', project: 'credentials' } as const;

function meaningOfAnswer(error: HetznerAPIError, context: ErrorContext): ErrorMeaning {
  const meaning = meaningOf(error.code, error.status);
  if (isNoRoute(error)) {
    const advice = 'Check the setting "endpoint", which must lead to the API, version included.';
    return { category: 'invalid_input', advice };
  }
  if (context.hasOtherTypes && isAboutType(error)) {
    return { category: 'capacity_unavailable', advice: 'Try another location or size.' };
  }
  if (meaning.category === 'not_found' && context.subject !== 'instance') {
    return { ...meaning, category: 'invalid_input' };
  }
  return meaning;
}

function isNoRoute({ code, message }: HetznerAPIError): boolean {
  return code === 'not_found' && message === NO_SUCH_ROUTE;
}

/**
 * Whether the API refused a server type that another one can stand in for: one that the location does not sell, or
 * not any more, or one of dedicated cores where the project may have no more of those. There is no code for that; the
 * messages are those that users report.
 */
function isAboutType({ code, message }: HetznerAPIError): boolean {
  if (code === 'resource_limit_exceeded') return DEDICATED_CORES.test(message);
  return (code === 'invalid_input' || code === 'not_found') && WRONG_TYPE.test(message);
}

/** As the middle of a sentence. */
function toPhrase(message: string): string {
  return message.slice(0, MAX_MESSAGE).replace(/\.$/, '');
}

function mapConnectionError(
  error: HetznerConnectionError,
  { operation, subject }: ErrorContext,
): ProviderError {
  const { failure, correlationId, message } = error;
  const known = subject === 'spec' ? failureOutcomes[failure] : undefined;
  return new NetworkFailureError(
    `${describeOperation(operation)} failed: ${message} Check the network and status.hetzner.com, or try again.`,
    {
      ...operation,
      outcome: known ?? operation.outcome,
      requestId: correlationId,
      cause: error,
    },
  );
}

/** A create request that was refused made nothing; what a failing API did is not known. */
function refusedOutcome(status: number, subject: RequestSubject): CreateOutcome | undefined {
  return subject === 'spec' && status < 500 && status !== 408 ? 'no-instance' : undefined;
}

const failureOutcomes = {
  unreachable: 'no-instance',
  timeout: 'unknown',
  lost: undefined,
  unreadable: undefined,
} as const satisfies Record<HetznerConnectionError['failure'], CreateOutcome | undefined>;
