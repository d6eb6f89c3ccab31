import { markErrorClass } from './error-marker.js';
import { NetworkFailureError } from './network-failure-error.js';

/** The machine had no address, or was not ready, before the deadline. */
export class ReadinessTimeoutError extends NetworkFailureError {
  override readonly code = 'readiness_timeout';
}

markErrorClass(ReadinessTimeoutError, 'ReadinessTimeoutError');
