import {
  CapacityUnavailableError,
  InstanceNotFoundError,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  type ProviderError,
  type ProviderErrorOptions,
  QuotaExceededError,
  RateLimitedError,
} from '@stagely/core';
import { describeOperation, type Operation } from '@stagely/core/plugin';
import type { ApiRequest } from './api-request.js';
import { categorizeError, type ErrorCategory } from './error-table.js';
import type { ApiRefusal } from './read-refusal.js';

/** Which input a refusal of a creation is about, by what its message names. */
const specPaths: readonly (readonly [RegExp, string])[] = [
  [/key identifier|ssh/i, 'spec.providerOptions.digitalocean.sshKeys'],
  [/vpc/i, 'spec.providerOptions.digitalocean.vpcUuid'],
  [/ipv6/i, 'spec.providerOptions.digitalocean.ipv6'],
  [/image/i, 'spec.providerOptions.digitalocean.image'],
  [/user.?data/i, 'spec.userData'],
  [/\btag/i, 'spec.tags'],
  [/region/i, 'spec.region'],
  [/size/i, 'spec.providerOptions.digitalocean.instanceType'],
];

/** Where a list or the account is not found, there is another server. */
const ENDPOINT = 'context.settings.endpoint';

/** Makes the error for a refused request. */
export function mapRefusal(
  refusal: ApiRefusal,
  request: ApiRequest,
  operation: Operation,
): ProviderError {
  const { code: providerCode, message, requestId, retryAfterMs } = refusal;
  const options = { ...operation, providerCode, requestId, retryAfterMs };
  const failed = `${describeOperation(operation)} failed:`;
  switch (categoryOf(refusal, request)) {
    case 'invalid_credentials':
      return new InvalidCredentialsError(
        `${failed} DigitalOcean does not accept the token (${message}). Check api_token: it may be mistyped, expired or revoked.`,
        options,
      );
    case 'missing_permission':
      return new InvalidCredentialsError(
        `${failed} the token may not do that (${message}). Give it the scopes ${request.scopes.join(', ')}, and see that the account is not locked.`,
        options,
      );
    case 'quota_exceeded':
      return new QuotaExceededError(
        `${failed} the account's droplet limit is reached (${message}). End droplets, or ask DigitalOcean for a higher limit.`,
        options,
      );
    case 'capacity_unavailable':
      return new CapacityUnavailableError(
        `${failed} DigitalOcean has none to give (${message}). Try another region or size, or try again later.`,
        options,
      );
    case 'pending_event':
      return new NetworkFailureError(
        `${failed} something else is under way on the droplet (${message}). Try again in a moment.`,
        options,
      );
    case 'rate_limited':
      return new RateLimitedError(
        `${failed} there were too many requests (${message}). Try again ${retryAfterMs === undefined ? 'later' : `in ${Math.ceil(retryAfterMs / 1_000)} s`}.`,
        options,
      );
    case 'network_failure':
      return new NetworkFailureError(
        `${failed} DigitalOcean answered with status ${refusal.status} (${message}). Try again.`,
        options,
      );
    case 'not_found':
      return new InstanceNotFoundError(
        `${failed} DigitalOcean has no such droplet, or has it no longer. Check the id.`,
        options,
      );
    case 'invalid_input':
      return refusedInput(failed, refusal, request, options);
  }
}

function categoryOf(
  refusal: ApiRefusal,
  { subject, sizeGiven }: ApiRequest,
): Exclude<ErrorCategory, 'unknown_size'> {
  const category = categorizeError(refusal);
  if (category === 'not_found' && subject !== 'droplet') return 'invalid_input';
  // Without a code it is a proxy's word, which must not pass for the API's that a droplet is gone.
  if (category === 'not_found' && refusal.code === undefined) return 'network_failure';
  // A size of the mapping table that is sold no more is one that has run out.
  if (category === 'unknown_size') return sizeGiven ? 'invalid_input' : 'capacity_unavailable';
  return category;
}

function refusedInput(
  failed: string,
  refusal: ApiRefusal,
  { subject }: ApiRequest,
  options: ProviderErrorOptions,
): InvalidInputError {
  const { status, message } = refusal;
  const path = subject === 'creation' ? specPathOf(message) : status === 404 ? ENDPOINT : 'request';
  const issues = [{ path, message: `was refused by DigitalOcean: ${message}` }];
  return new InvalidInputError(
    `${failed} DigitalOcean refused the request (${message}). Check ${path}.`,
    { ...options, issues },
  );
}

function specPathOf(message: string): string {
  return specPaths.find(([named]) => named.test(message))?.[1] ?? 'spec';
}
