import {
  CapacityUnavailableError,
  CredentialDecryptionError,
  IncompatibleProviderError,
  InstanceNotFoundError,
  InvalidCredentialsError,
  ProviderNotInstalledError,
  QuotaExceededError,
  StagelyError,
} from '@stagely/core';

/**
 * What to do about a job that failed:
 *
 * - `stop-tenant`: nothing of this tenant can work until a person has mended something
 * - `wait-for-quota`: the tenant has as many machines as it may have; try when one of them has ended
 * - `next-place`: sold out here; try another region or size
 * - `again`: try later, on another machine
 * - `fail`: it will never work
 *
 * @typedef {'stop-tenant' | 'wait-for-quota' | 'next-place' | 'again' | 'fail'} Decision
 */

/**
 * @param {unknown} error
 * @returns {Decision}
 */
export function decide(error) {
  const ofTheTenant = [
    InvalidCredentialsError,
    CredentialDecryptionError,
    ProviderNotInstalledError,
    IncompatibleProviderError,
  ];
  if (ofTheTenant.some((type) => error instanceof type)) return 'stop-tenant';
  // Before its parent: an account's limit is waited for, a sold out region is left.
  if (error instanceof CapacityUnavailableError) return 'next-place';
  if (error instanceof QuotaExceededError) return 'wait-for-quota';
  // The machine was taken away while it worked.
  if (error instanceof InstanceNotFoundError) return 'again';
  return error instanceof StagelyError && error.retryable ? 'again' : 'fail';
}
