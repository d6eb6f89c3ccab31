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
import { describeOperation, type Operation, type Redactor } from '@stagely/core/plugin';
import { categorize } from './categorize.js';
import { type ErrorCategory, NEVER_SENT } from './error-codes.js';
import { inputPath } from './input-paths.js';
import { readMissingPermission } from './missing-permission.js';
import { type Failure, readFailure } from './read-failure.js';

/** The request that failed. */
export interface FailedRequest {
  /** EC2's name of the action: `RunInstances`. */
  readonly action: string;
  readonly operation: Operation;
  readonly redactor: Redactor;
  /** Whether it was to make a machine: the error says whether it can have done so. */
  readonly launches?: boolean | undefined;
  /** Why another way to the same end, tried before, failed. */
  readonly earlier?: Error | undefined;
}

/** Turns whatever a request has thrown into an error of the contract. */
export function toProviderError(thrown: unknown, request: FailedRequest): ProviderError {
  const { redactor, earlier } = request;
  const own = redactor.error(thrown);
  const cause =
    earlier === undefined ? own : new AggregateError([own, earlier], 'Both ways were refused.');
  return describeFailure(readFailure(thrown), request, cause);
}

/** The error of a failure of which all that is known has been read. */
export function describeFailure(
  failure: Failure,
  request: FailedRequest,
  cause?: unknown,
): ProviderError {
  const { operation, action, redactor, launches } = request;
  const shown = redacted(failure, redactor);
  const { code, requestId } = shown;
  const category = categorize(failure);
  const outcome = launches === true ? outcomeOf(category, failure) : operation.outcome;
  const { retryAfterMs } = failure;
  const options = { ...operation, outcome, providerCode: code, requestId, retryAfterMs, cause };
  const head = `${describeOperation(operation)} failed`;
  const told = tell(shown, action);
  switch (category) {
    case 'credentials': {
      const advice = adviseOnCredentials(shown, action);
      return new InvalidCredentialsError(`${head}: ${told} ${advice}`, options);
    }
    case 'quota':
      return new QuotaExceededError(
        `${head}: ${told} Ask AWS for a higher quota, end machines, or use another region.`,
        options,
      );
    case 'capacity':
      return new CapacityUnavailableError(
        `${head}: ${told} Try again later, or another region, size or instance type.`,
        options,
      );
    case 'throttling':
      return new RateLimitedError(`${head}: ${told} Make fewer requests and try again.`, options);
    case 'network':
      return new NetworkFailureError(`${head}: ${told} Try again.`, options);
    case 'not_found':
      return new InstanceNotFoundError(
        `${head}: EC2 does not know the instance, or has forgotten it after its end. Check the id and its region.`,
        options,
      );
    case 'input':
      return refusedInput(head, told, failure, options);
  }
}

function refusedInput(
  head: string,
  told: string,
  { code = '' }: Failure,
  options: ProviderErrorOptions,
): InvalidInputError {
  const path = inputPath(code, options);
  const issues = [{ path, message: `was refused by EC2: ${told}` }];
  return new InvalidInputError(`${head}: ${told} ${adviseOnInput(code, path)}`, {
    ...options,
    issues,
  });
}

function tell({ code, text, status }: Failure, action: string): string {
  if (text !== undefined) return `EC2 refused ${action} with ${code}: ${asSentence(text)}`;
  if (code !== undefined) return `${action} met ${code}.`;
  return status === undefined
    ? `${action} got no answer, or none that can be read.`
    : `${action} got an answer that is not EC2's (status ${status}).`;
}

/** What is read of a text at all: redacting takes time. */
const LONGEST_READ = 4_000;

function redacted({ code, text, requestId, ...others }: Failure, redactor: Redactor): Failure {
  const redact = (told: string | undefined) =>
    told === undefined ? undefined : redactor.text(told.slice(0, LONGEST_READ));
  return { ...others, code: redact(code), text: redact(text), requestId: redact(requestId) };
}

/** EC2 adds a cipher of up to two kilobytes to the refusals of policies, of use only to who may decode it. */
const CIPHER = 'Encoded authorization failure message:';

function asSentence(text: string): string {
  const [told = text] = text.split(CIPHER, 1);
  const plain = told.trim();
  return /[.!?]$/.test(plain) ? plain : `${plain}.`;
}

function adviseOnCredentials({ code = '', text = '' }: Failure, action: string): string {
  const permission = readMissingPermission(code, text, action);
  if (permission !== undefined) return `Give the credentials the permission ${permission}.`;
  if (code === 'OptInRequired') return 'Enable the region, or the service, for the account.';
  if (/Expired|TokenRefresh/.test(code)) {
    return 'Get new credentials, or set the clock of this machine.';
  }
  if (['AccountDisabled', 'Blocked', 'PendingVerification'].includes(code)) {
    return 'The account needs attention: sign in at AWS.';
  }
  return 'Check access_key_id, secret_access_key and session_token, and the clock of this machine.';
}

function adviseOnInput(code: string, path: string): string {
  if (code === 'OperationNotPermitted') {
    return 'Turn off the termination protection of the instance first.';
  }
  if (['VPCIdNotSpecified', 'DefaultVpcDoesNotExist'].includes(code)) {
    return 'The region has no default network: name a subnet in providerOptions.aws.subnetId.';
  }
  return path === 'instanceId' ? 'Check the id.' : `Correct ${path}.`;
}

/** What is known of the machine when the request that was to make it has failed so. */
function outcomeOf(category: ErrorCategory, { code = '' }: Failure): CreateOutcome | undefined {
  return category !== 'network' || NEVER_SENT.has(code) ? 'no-instance' : undefined;
}
