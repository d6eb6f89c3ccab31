import {
  CapacityUnavailableError,
  InstanceNotFoundError,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
  RateLimitedError,
} from '@stagely/core';
import { describe, expect, it } from 'vitest';
import type { ApiRequest } from './api-request.js';
import { isPendingEvent } from './is-pending-event.js';
import { mapRefusal } from './map-refusal.js';

const operation = {
  provider: 'digitalocean',
  operation: 'createInstance',
  idempotencyKey: 'build-7',
  outcome: 'no-instance',
} as const;

const creation: ApiRequest = {
  method: 'POST',
  path: 'v2/droplets',
  subject: 'creation',
  scopes: ['droplet:create', 'tag:create'],
};
const ofDroplet: ApiRequest = { ...creation, method: 'GET', subject: 'droplet' };
const ofAccount: ApiRequest = { ...creation, method: 'GET', subject: 'account' };

const refuse = (status: number, message: string, request = creation) =>
  mapRefusal({ status, message }, request, operation);
const unprocessable = (message: string, request = creation) => refuse(422, message, request);

describe('a refusal', () => {
  it.each([
    [refuse(401, 'Unable to authenticate you'), InvalidCredentialsError],
    [refuse(403, 'You are not authorized'), InvalidCredentialsError],
    [unprocessable('this will exceed your droplet limit'), QuotaExceededError],
    [unprocessable('Size is not available in this region.'), CapacityUnavailableError],
    [unprocessable('Droplet already has a pending event.', ofDroplet), NetworkFailureError],
    [unprocessable('anything else'), InvalidInputError],
    [refuse(404, 'not found'), InvalidInputError],
    [refuse(404, 'not found', ofAccount), InvalidInputError],
    [refuse(429, 'slow down'), RateLimitedError],
    [refuse(503, 'unavailable'), NetworkFailureError],
  ])('is the right error: %s', (error, errorClass) => {
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject(operation);
    expect(error.message).toMatch(/^digitalocean: createInstance failed: .*\. .*\.$/);
  });

  it.each([404, 410])(
    'with the status %i means that a droplet is gone only by its code',
    (status) => {
      const gone = { status, code: 'not_found', message: 'The resource could not be found.' };
      expect(mapRefusal(gone, ofDroplet, operation)).toBeInstanceOf(InstanceNotFoundError);
      const page = refuse(status, `status ${status}`, ofDroplet);
      expect(page).toBeInstanceOf(NetworkFailureError);
    },
  );

  it('carries what the cloud says', () => {
    const refusal = {
      status: 429,
      code: 'too_many_requests',
      message: 'API rate limit exceeded.',
      requestId: 'r-1',
      retryAfterMs: 2_100,
    };
    const error = mapRefusal(refusal, creation, operation);
    expect(error).toMatchObject({
      providerCode: 'too_many_requests',
      requestId: 'r-1',
      retryAfterMs: 2_100,
    });
    expect(error.message).toContain('(API rate limit exceeded.)');
    expect(error.message).toContain('in 3 s');
  });

  it('names the scopes that a token lacks', () => {
    expect(refuse(403, 'forbidden').message).toContain('droplet:create, tag:create');
  });

  it.each([
    ['7 are invalid key identifiers for Droplet creation.', 'sshKeys'],
    ['VPC is not in this region', 'vpcUuid'],
    ['You specified an invalid image for Droplet creation.', 'image'],
  ])('names the option that is wrong: %s', (message, option) => {
    const path = `spec.providerOptions.digitalocean.${option}`;
    expect(unprocessable(message)).toMatchObject({ issues: [{ path }] });
    expect(unprocessable(message).message).toContain(`Check ${path}.`);
  });

  it.each([
    ['user_data must not be larger than 64 KiB', 'spec.userData'],
    ['tag-name contains invalid characters', 'spec.tags'],
    ['You specified an invalid region for Droplet creation.', 'spec.region'],
    ['something new', 'spec'],
  ])('names the field that is wrong: %s', (message, path) => {
    expect(unprocessable(message)).toMatchObject({ issues: [{ path }] });
  });

  it('of a size that does not exist is about the caller only where he named it', () => {
    const message = 'You specified an invalid size for Droplet creation.';
    expect(unprocessable(message)).toBeInstanceOf(CapacityUnavailableError);
    const path = 'spec.providerOptions.digitalocean.instanceType';
    expect(unprocessable(message, { ...creation, sizeGiven: true })).toMatchObject({
      code: 'invalid_input',
      issues: [{ path }],
    });
  });

  it('of a list that is not found is about the address of the API', () => {
    expect(refuse(404, 'not found', ofAccount)).toMatchObject({
      issues: [{ path: 'context.settings.endpoint' }],
    });
  });

  it('for an event under way is told from others', () => {
    const mapped = (message: string) =>
      mapRefusal({ status: 422, code: 'unprocessable_entity', message }, ofDroplet, operation);
    expect(isPendingEvent(mapped('Droplet already has a pending event.'))).toBe(true);
    expect(isPendingEvent(mapped('Droplet is currently off.'))).toBe(false);
    expect(isPendingEvent(refuse(503, 'unavailable', ofDroplet))).toBe(false);
    expect(isPendingEvent(new Error('pending event'))).toBe(false);
  });
});
