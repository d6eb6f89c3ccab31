import {
  CapacityUnavailableError,
  type CreateOutcome,
  InstanceNotFoundError,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
  RateLimitedError,
} from '@stagely/core';
import { Redactor } from '@stagely/core/plugin';
import { describe, expect, test } from 'vitest';
import { type FailedRequest, toProviderError } from './to-provider-error.js';

const request: FailedRequest = {
  action: 'RunInstances',
  operation: { provider: 'aws', operation: 'createInstance', idempotencyKey: 'k' },
  redactor: new Redactor(() => []),
  launches: true,
};

/** An error as the client library throws it for an answer of EC2. */
const refusal = (Code: string, httpStatusCode: number) =>
  Object.assign(new Error('It says no'), { Code, $metadata: { httpStatusCode, requestId: 'r-1' } });

type ErrorClass = new (...args: never[]) => Error;

const KEYS =
  'Check access_key_id, secret_access_key and session_token, and the clock of this machine.';
const RENEW = 'Get new credentials, or set the clock of this machine.';
const SIGN_IN = 'The account needs attention: sign in at AWS.';
const ENABLE = 'Enable the region, or the service, for the account.';
const QUOTA = 'Ask AWS for a higher quota, end machines, or use another region.';
const CAPACITY = 'Try again later, or another region, size or instance type.';
const FEWER = 'Make fewer requests and try again.';
const AGAIN = 'Try again.';
const permit = (permission: string) => `Give the credentials the permission ${permission}.`;

// With 400 unknown codes are wrong input, with 500 failures of EC2: the code is what decides.
describe.each([400, 500])('a launch refused with the status %i and the code', (status) => {
  test.each<[code: string, errorClass: ErrorClass, advice: string]>([
    ['AccountDisabled', InvalidCredentialsError, SIGN_IN],
    ['AuthFailure', InvalidCredentialsError, KEYS],
    [
      'AuthFailure.ServiceLinkedRoleCreationNotPermitted',
      InvalidCredentialsError,
      permit('iam:CreateServiceLinkedRole'),
    ],
    ['Blocked', InvalidCredentialsError, SIGN_IN],
    ['CredentialsProviderError', InvalidCredentialsError, KEYS],
    ['ExpiredToken', InvalidCredentialsError, RENEW],
    ['ExpiredTokenException', InvalidCredentialsError, RENEW],
    ['IncompleteSignature', InvalidCredentialsError, KEYS],
    ['InvalidClientTokenId', InvalidCredentialsError, KEYS],
    ['InvalidSecurity.RequestHasExpired', InvalidCredentialsError, RENEW],
    ['MissingAuthenticationToken', InvalidCredentialsError, KEYS],
    ['OptInRequired', InvalidCredentialsError, ENABLE],
    ['PendingVerification', InvalidCredentialsError, SIGN_IN],
    ['RequestExpired', InvalidCredentialsError, RENEW],
    ['SignatureDoesNotMatch', InvalidCredentialsError, KEYS],
    ['SsmAccessDenied', InvalidCredentialsError, permit('ssm:GetParameters')],
    ['TokenRefreshRequired', InvalidCredentialsError, RENEW],
    ['UnauthorizedOperation', InvalidCredentialsError, permit('ec2:RunInstances')],
    ['UnrecognizedClientException', InvalidCredentialsError, KEYS],
    ['AddressLimitExceeded', QuotaExceededError, QUOTA],
    ['InstanceLimitExceeded', QuotaExceededError, QUOTA],
    ['MaxFleetCountExceeded', QuotaExceededError, QUOTA],
    ['MaxSpotFleetRequestCountExceeded', QuotaExceededError, QUOTA],
    ['MaxSpotInstanceCountExceeded', QuotaExceededError, QUOTA],
    ['MaxTemplateLimitExceeded', QuotaExceededError, QUOTA],
    ['MaxTemplateVersionLimitExceeded', QuotaExceededError, QUOTA],
    ['NetworkInterfaceLimitExceeded', QuotaExceededError, QUOTA],
    ['PrivateIpAddressLimitExceeded', QuotaExceededError, QUOTA],
    ['RequestResourceCountExceeded', QuotaExceededError, QUOTA],
    ['ResourceCountExceeded', QuotaExceededError, QUOTA],
    ['ResourceLimitExceeded', QuotaExceededError, QUOTA],
    ['TargetCapacityLimitExceededException', QuotaExceededError, QUOTA],
    ['VcpuLimitExceeded', QuotaExceededError, QUOTA],
    ['VolumeLimitExceeded', QuotaExceededError, QUOTA],
    ['InsufficientAddressCapacity', CapacityUnavailableError, CAPACITY],
    ['InsufficientCapacity', CapacityUnavailableError, CAPACITY],
    ['InsufficientCapacityOnHost', CapacityUnavailableError, CAPACITY],
    ['InsufficientFreeAddressesInSubnet', CapacityUnavailableError, CAPACITY],
    ['InsufficientHostCapacity', CapacityUnavailableError, CAPACITY],
    ['InsufficientInstanceCapacity', CapacityUnavailableError, CAPACITY],
    ['InsufficientReservedInstancesCapacity', CapacityUnavailableError, CAPACITY],
    ['InsufficientVolumeCapacity', CapacityUnavailableError, CAPACITY],
    ['ReservationCapacityExceeded', CapacityUnavailableError, CAPACITY],
    ['SpotMaxPriceTooLow', CapacityUnavailableError, CAPACITY],
    ['UnfulfillableCapacity', CapacityUnavailableError, CAPACITY],
    ['Unsupported', CapacityUnavailableError, CAPACITY],
    ['BandwidthLimitExceeded', RateLimitedError, FEWER],
    ['EC2ThrottledException', RateLimitedError, FEWER],
    ['NewThrottlingOfSomething', RateLimitedError, FEWER],
    ['PriorRequestNotComplete', RateLimitedError, FEWER],
    ['RequestLimitExceeded', RateLimitedError, FEWER],
    ['RequestThrottled', RateLimitedError, FEWER],
    ['RequestThrottledException', RateLimitedError, FEWER],
    ['SlowDown', RateLimitedError, FEWER],
    ['ThrottledException', RateLimitedError, FEWER],
    ['Throttling', RateLimitedError, FEWER],
    ['ThrottlingException', RateLimitedError, FEWER],
    ['TooManyRequestsException', RateLimitedError, FEWER],
    ['ConcurrentTagAccess', NetworkFailureError, AGAIN],
    ['InternalError', NetworkFailureError, AGAIN],
    ['InternalFailure', NetworkFailureError, AGAIN],
    ['RequestTimeout', NetworkFailureError, AGAIN],
    ['RequestTimeoutException', NetworkFailureError, AGAIN],
    ['ServerInternal', NetworkFailureError, AGAIN],
    ['ServiceUnavailable', NetworkFailureError, AGAIN],
    ['Unavailable', NetworkFailureError, AGAIN],
  ])('%s', (code, errorClass, advice) => {
    const error = toProviderError(refusal(code, status), request);
    expect(error.constructor).toBe(errorClass);
    expect(error.message).toBe(
      `aws: createInstance failed: EC2 refused RunInstances with ${code}: It says no. ${advice}`,
    );
    expect(error).toMatchObject({ ...request.operation, providerCode: code, requestId: 'r-1' });
    // What EC2 may have begun and not finished is not known.
    const isKnown = errorClass !== NetworkFailureError;
    expect(error.outcome).toBe(isKnown ? 'no-instance' : undefined);
  });

  test('InvalidInstanceID.NotFound', () => {
    const error = toProviderError(refusal('InvalidInstanceID.NotFound', status), request);
    expect(error.constructor).toBe(InstanceNotFoundError);
    expect(error.message).toBe(
      'aws: createInstance failed: EC2 does not know the instance, or has forgotten it after its end. Check the id and its region.',
    );
    expect(error.providerCode).toBe('InvalidInstanceID.NotFound');
  });
});

describe('a launch refused with a code that nobody knows', () => {
  test.each<[status: number, errorClass: ErrorClass, advice: string, outcome?: CreateOutcome]>([
    [400, InvalidInputError, 'Correct spec.', 'no-instance'],
    [401, InvalidCredentialsError, KEYS, 'no-instance'],
    [403, InvalidCredentialsError, KEYS, 'no-instance'],
    [404, InvalidInputError, 'Correct spec.', 'no-instance'],
    [408, NetworkFailureError, AGAIN],
    [429, RateLimitedError, FEWER, 'no-instance'],
    [499, InvalidInputError, 'Correct spec.', 'no-instance'],
    [500, NetworkFailureError, AGAIN],
    [503, NetworkFailureError, AGAIN],
  ])('goes by the status %i', (status, errorClass, advice, outcome) => {
    const error = toProviderError(refusal('SomethingNew', status), request);
    expect(error.constructor).toBe(errorClass);
    expect(error.message).toBe(
      `aws: createInstance failed: EC2 refused RunInstances with SomethingNew: It says no. ${advice}`,
    );
    expect(error.outcome).toBe(outcome);
  });
});

describe('an answer without a code', () => {
  test.each<[status: number, errorClass: ErrorClass, advice: string, outcome?: CreateOutcome]>([
    [200, NetworkFailureError, AGAIN],
    [400, NetworkFailureError, AGAIN],
    [401, InvalidCredentialsError, KEYS, 'no-instance'],
    [403, InvalidCredentialsError, KEYS, 'no-instance'],
    // A proxy's word that there is nothing must not pass for EC2's that a machine is gone.
    [404, NetworkFailureError, AGAIN],
    [429, RateLimitedError, FEWER, 'no-instance'],
    [502, NetworkFailureError, AGAIN],
  ])('goes by the status %i', (httpStatusCode, errorClass, advice, outcome) => {
    const thrown = Object.assign(new Error('XML parse error'), { $metadata: { httpStatusCode } });
    const error = toProviderError(thrown, request);
    expect(error.constructor).toBe(errorClass);
    expect(error.message).toBe(
      `aws: createInstance failed: RunInstances got an answer that is not EC2's (status ${httpStatusCode}). ${advice}`,
    );
    expect(error.providerCode).toBeUndefined();
    expect(error.outcome).toBe(outcome);
  });
});

describe('a request without an answer', () => {
  const withCode = (code: string) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
  const named = (name: string) => Object.assign(new Error('?'), { name });

  // Where nothing was sent, nothing was launched.
  test.each<[code: string, thrown: Error, outcome: CreateOutcome | undefined]>([
    ['EAI_AGAIN', withCode('EAI_AGAIN'), 'no-instance'],
    ['ECONNREFUSED', withCode('ECONNREFUSED'), 'no-instance'],
    ['EHOSTUNREACH', withCode('EHOSTUNREACH'), 'no-instance'],
    ['ENETUNREACH', withCode('ENETUNREACH'), 'no-instance'],
    ['ENOTFOUND', withCode('ENOTFOUND'), 'no-instance'],
    ['ECONNRESET', withCode('ECONNRESET'), undefined],
    ['EPIPE', withCode('EPIPE'), undefined],
    ['ETIMEDOUT', withCode('ETIMEDOUT'), undefined],
    ['TimeoutError', named('TimeoutError'), undefined],
    ['RetryableError', named('RetryableError'), undefined],
  ])('has the code %s', (code, thrown, outcome) => {
    const error = toProviderError(thrown, request);
    expect(error.constructor).toBe(NetworkFailureError);
    expect(error.message).toBe(`aws: createInstance failed: RunInstances met ${code}. Try again.`);
    expect(error.providerCode).toBe(code);
    expect(error.outcome).toBe(outcome);
  });

  test('may have had nothing to be signed with', () => {
    const error = toProviderError(named('CredentialsProviderError'), request);
    expect(error.constructor).toBe(InvalidCredentialsError);
    expect(error.message).toBe(
      `aws: createInstance failed: RunInstances met CredentialsProviderError. ${KEYS}`,
    );
    expect(error.outcome).toBe('no-instance');
  });

  test.each([named('Error'), named('TypeError'), withCode('E_NOBODY_KNOWS'), undefined, 'odd'])(
    'may not say why: %s',
    (thrown) => {
      const error = toProviderError(thrown, request);
      expect(error.constructor).toBe(NetworkFailureError);
      expect(error.message).toBe(
        'aws: createInstance failed: RunInstances got no answer, or none that can be read. Try again.',
      );
      expect(error.providerCode).toBeUndefined();
      expect(error.outcome).toBeUndefined();
    },
  );
});
