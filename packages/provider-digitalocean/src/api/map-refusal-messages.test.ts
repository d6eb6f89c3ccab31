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
import type { ApiRequest } from './api-request.js';
import { mapRefusal } from './map-refusal.js';

const creation: ApiRequest = {
  method: 'POST',
  path: 'v2/droplets',
  subject: 'creation',
  scopes: ['droplet:create', 'tag:create'],
};
const ofDroplet: ApiRequest = { ...creation, method: 'GET', subject: 'droplet' };

const operation = { provider: 'digitalocean', operation: 'createInstance', idempotencyKey: 'k' };

type ErrorClass = new (...args: never[]) => Error;

// 599 stands for a failure of the cloud, so the code alone has decided.
test.each<[code: string, said: string, request: ApiRequest, errorClass: ErrorClass, told: string]>([
  [
    'bad_request',
    'Odd.',
    creation,
    InvalidInputError,
    'DigitalOcean refused the request (Odd.). Check spec.',
  ],
  [
    'unauthorized',
    'Unable to authenticate you',
    creation,
    InvalidCredentialsError,
    'DigitalOcean does not accept the token (Unable to authenticate you). Check api_token: it may be mistyped, expired or revoked.',
  ],
  [
    'forbidden',
    'You are not authorized',
    creation,
    InvalidCredentialsError,
    'the token may not do that (You are not authorized). Give it the scopes droplet:create, tag:create, and see that the account is not locked.',
  ],
  [
    'not_found',
    'No.',
    ofDroplet,
    InstanceNotFoundError,
    'DigitalOcean has no such droplet, or has it no longer. Check the id.',
  ],
  [
    'not_found',
    'No.',
    creation,
    InvalidInputError,
    'DigitalOcean refused the request (No.). Check spec.',
  ],
  [
    'conflict',
    'Busy.',
    creation,
    NetworkFailureError,
    'DigitalOcean answered with status 599 (Busy.). Try again.',
  ],
  [
    'unprocessable_entity',
    'droplet limit exceeded',
    creation,
    QuotaExceededError,
    "the account's droplet limit is reached (droplet limit exceeded). End droplets, or ask DigitalOcean for a higher limit.",
  ],
  [
    'unprocessable_entity',
    'Size is not available in this region.',
    creation,
    CapacityUnavailableError,
    'DigitalOcean has none to give (Size is not available in this region.). Try another region or size, or try again later.',
  ],
  [
    'unprocessable_entity',
    'Droplet already has a pending event.',
    ofDroplet,
    NetworkFailureError,
    'something else is under way on the droplet (Droplet already has a pending event.). Try again in a moment.',
  ],
  [
    'unprocessable_entity',
    'Invalid size.',
    creation,
    CapacityUnavailableError,
    'DigitalOcean has none to give (Invalid size.). Try another region or size, or try again later.',
  ],
  [
    'unprocessable_entity',
    'Odd name.',
    creation,
    InvalidInputError,
    'DigitalOcean refused the request (Odd name.). Check spec.',
  ],
  [
    'too_many_requests',
    'Slow down.',
    creation,
    RateLimitedError,
    'there were too many requests (Slow down.). Try again later.',
  ],
  [
    'server_error',
    'Oh.',
    creation,
    NetworkFailureError,
    'DigitalOcean answered with status 599 (Oh.). Try again.',
  ],
])('%s: %s', (code, message, request, errorClass, told) => {
  const refusal = { status: 599, code, message, requestId: 'r-1' };
  const error = mapRefusal(refusal, request, operation);
  expect(error.constructor).toBe(errorClass);
  expect(error.message).toBe(`digitalocean: createInstance failed: ${told}`);
  expect(error).toMatchObject({ ...operation, providerCode: code, requestId: 'r-1' });
});

test.each([
  [0, 'in 0 s'],
  [2_001, 'in 3 s'],
])('throttling for %i ms is told in seconds', (retryAfterMs, told) => {
  const error = mapRefusal({ status: 429, message: 'Slow.', retryAfterMs }, creation, operation);
  expect(error.message).toBe(
    `digitalocean: createInstance failed: there were too many requests (Slow.). Try again ${told}.`,
  );
  expect(error.retryAfterMs).toBe(retryAfterMs);
});

describe('what is refused of a creation', () => {
  const options = 'spec.providerOptions.digitalocean';

  test.each([
    ['7 are invalid key identifiers for Droplet creation.', `${options}.sshKeys`],
    ['SSH key is odd', `${options}.sshKeys`],
    ['VPC is not in this region', `${options}.vpcUuid`],
    ['IPv6 is not offered in this region', `${options}.ipv6`],
    ['You specified an invalid image for Droplet creation.', `${options}.image`],
    ['user_data is too long', 'spec.userData'],
    ['userdata is too long', 'spec.userData'],
    ['User data is too long', 'spec.userData'],
    ['Tag has odd characters', 'spec.tags'],
    ['You specified an invalid region for Droplet creation.', 'spec.region'],
    ['This size takes no backups', `${options}.instanceType`],
    ['The stage is odd', 'spec'],
  ])('%s', (message, path) => {
    const error = mapRefusal({ status: 422, message }, creation, operation);
    expect(error).toMatchObject({
      message: `digitalocean: createInstance failed: DigitalOcean refused the request (${message}). Check ${path}.`,
      issues: [{ path, message: `was refused by DigitalOcean: ${message}` }],
    });
  });
});

test.each([
  ['account', 422, 'request'],
  ['account', 404, 'context.settings.endpoint'],
  ['droplet', 422, 'request'],
] as const)(
  'a request about the %s, refused with the status %i, is about %s',
  (subject, status, path) => {
    const error = mapRefusal({ status, message: 'image' }, { ...creation, subject }, operation);
    expect(error).toMatchObject({
      message: `digitalocean: createInstance failed: DigitalOcean refused the request (image). Check ${path}.`,
      issues: [{ path, message: 'was refused by DigitalOcean: image' }],
    });
  },
);
