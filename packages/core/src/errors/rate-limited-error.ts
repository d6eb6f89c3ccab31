import { markErrorClass } from './error-marker.js';
import { NetworkFailureError } from './network-failure-error.js';

/** The cloud asks for fewer requests; `retryAfterMs` says when, where the cloud does. */
export class RateLimitedError extends NetworkFailureError {
  override readonly code = 'rate_limited';
}

markErrorClass(RateLimitedError, 'RateLimitedError');
