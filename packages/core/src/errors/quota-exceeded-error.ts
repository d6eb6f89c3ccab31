import { markErrorClass } from './error-marker.js';
import { ProviderError } from './provider-error.js';

/** The account's limit is reached: end machines, ask the cloud for more, or use another region. */
export class QuotaExceededError extends ProviderError {
  readonly code: 'quota_exceeded' | 'capacity_unavailable' = 'quota_exceeded';
  readonly retryable: boolean = false;
}

markErrorClass(QuotaExceededError, 'QuotaExceededError');
