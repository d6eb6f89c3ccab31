import { markErrorClass } from './error-marker.js';
import { ProviderError } from './provider-error.js';

/** The cloud could not be reached, did not answer in time, failed itself, or answered what cannot be read. */
export class NetworkFailureError extends ProviderError {
  readonly code: 'network_failure' | 'rate_limited' | 'readiness_timeout' = 'network_failure';
  readonly retryable = true;
}

markErrorClass(NetworkFailureError, 'NetworkFailureError');
