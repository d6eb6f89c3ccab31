import {
  CapacityUnavailableError,
  InstanceNotFoundError,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
  RateLimitedError,
} from '@stagely/core';
import { describe, expect, test } from 'vitest';
import { HetznerAPIError } from '../client/hetzner-api-error.js';
import { type ErrorContext, mapError } from './map-error.js';

const creating: ErrorContext = {
  operation: { provider: 'hetzner', operation: 'createInstance', idempotencyKey: 'k' },
  subject: 'spec',
};
const reading: ErrorContext = {
  operation: { provider: 'hetzner', operation: 'getInstanceStatus', instanceId: '42' },
  subject: 'instance',
};

const LATER = 'Try again later.';
const ELSEWHERE = 'Try another location or size, or try again later.';
const READ_WRITE =
  'The API token needs the permission "Read & Write": make one in the Hetzner Console under Security, API tokens.';
const LIMITS =
  'End machines or release addresses, or have the limit raised in the Hetzner Console under Limits.';
const OPTIONS = 'Look at the spec and its providerOptions.hetzner.';
const REPORT = 'This is a defect of the provider or of its endpoint setting: please report it.';
const REVOKED = 'Check the API token; it may have been revoked or belong to another project.';
const ONE_A_SECOND =
  'The project may make one request a second in the long run; try again in a moment.';
const PROTECTED = 'Take the protection off first, in the Hetzner Console or by change_protection.';

type ErrorClass = new (...args: never[]) => Error;

// With 422 unknown codes are wrong input, with 500 failures of the API: the code is what decides.
describe.each([
  [422, 'no-instance'],
  [500, undefined],
] as const)('a creation refused with the status %i and the code', (status, outcome) => {
  test.each<[code: string, errorClass: ErrorClass, advice: string]>([
    ['unauthorized', InvalidCredentialsError, REVOKED],
    ['forbidden', InvalidCredentialsError, READ_WRITE],
    ['token_readonly', InvalidCredentialsError, READ_WRITE],
    ['resource_limit_exceeded', QuotaExceededError, LIMITS],
    ['resource_unavailable', CapacityUnavailableError, ELSEWHERE],
    ['placement_error', CapacityUnavailableError, ELSEWHERE],
    ['maintenance', NetworkFailureError, LATER],
    ['conflict', NetworkFailureError, LATER],
    ['locked', NetworkFailureError, LATER],
    ['service_error', NetworkFailureError, LATER],
    ['server_error', NetworkFailureError, LATER],
    ['bad_gateway', NetworkFailureError, LATER],
    ['unavailable', NetworkFailureError, LATER],
    ['timeout', NetworkFailureError, LATER],
    ['unknown_error', NetworkFailureError, LATER],
    ['action_failed', NetworkFailureError, LATER],
    ['rate_limit_exceeded', RateLimitedError, ONE_A_SECOND],
    ['not_found', InvalidInputError, OPTIONS],
    ['invalid_input', InvalidInputError, OPTIONS],
    ['invalid_server_type', InvalidInputError, OPTIONS],
    ['uniqueness_error', InvalidInputError, OPTIONS],
    ['unsupported_error', InvalidInputError, OPTIONS],
    ['primary_ip_assigned', InvalidInputError, OPTIONS],
    ['primary_ip_datacenter_mismatch', InvalidInputError, OPTIONS],
    ['primary_ip_version_mismatch', InvalidInputError, OPTIONS],
    ['protected', InvalidInputError, PROTECTED],
    ['resource_locked', InvalidInputError, 'Hetzner has locked it: ask their support.'],
    ['json_error', InvalidInputError, REPORT],
    ['method_not_allowed', InvalidInputError, REPORT],
    ['deprecated_api_endpoint', InvalidInputError, 'Update @stagely/provider-hetzner.'],
  ])('%s', (code, errorClass, advice) => {
    const error = Object(mapError(new HetznerAPIError('It says no.', { status, code }), creating));
    expect(error.constructor).toBe(errorClass);
    expect(error.message).toBe(`hetzner: createInstance failed: It says no (${code}). ${advice}`);
    expect(error.providerCode).toBe(code);
    expect(error.outcome).toBe(outcome);
  });
});

describe.each([undefined, 'no_such_code'])('a creation refused with the code %s', (code) => {
  const shown = code === undefined ? '' : ' (no_such_code)';

  test.each<[status: number, errorClass: ErrorClass, advice: string, outcome?: string]>([
    [400, InvalidInputError, OPTIONS, 'no-instance'],
    [401, InvalidCredentialsError, 'Check the API token.', 'no-instance'],
    [403, InvalidCredentialsError, READ_WRITE, 'no-instance'],
    [404, InvalidInputError, OPTIONS, 'no-instance'],
    [408, NetworkFailureError, LATER],
    [418, InvalidInputError, OPTIONS, 'no-instance'],
    [423, NetworkFailureError, LATER, 'no-instance'],
    [429, RateLimitedError, 'Try again in a moment.', 'no-instance'],
    [499, InvalidInputError, OPTIONS, 'no-instance'],
    [500, NetworkFailureError, LATER],
    [599, NetworkFailureError, LATER],
  ])('goes by the status %i', (status, errorClass, advice, outcome) => {
    const error = Object(mapError(new HetznerAPIError('', { status, code }), creating));
    expect(error.constructor).toBe(errorClass);
    expect(error.message).toBe(
      `hetzner: createInstance failed: the API answered with the status ${status}${shown}. ${advice}`,
    );
    expect(error.providerCode).toBe(code);
    expect(error.outcome).toBe(outcome);
  });
});

test.each([
  ['not_found', 404],
  ['not_found', 500],
  ['no_such_code', 404],
])('a read refused with %s and the status %i is of a machine that there is not', (code, status) => {
  const error = Object(
    mapError(new HetznerAPIError('server not found', { status, code }), reading),
  );
  expect(error.constructor).toBe(InstanceNotFoundError);
  expect(error.message).toBe(
    'hetzner: getInstanceStatus of 42 failed: Hetzner knows no such server in the project of the token.',
  );
  expect(error).toMatchObject({ instanceId: '42', providerCode: code });
});
