import { markErrorClass } from './error-marker.js';
import { QuotaExceededError } from './quota-exceeded-error.js';

/** The cloud has none of the fitting instance types left in this region; other regions, sizes or minutes may. */
export class CapacityUnavailableError extends QuotaExceededError {
  override readonly code = 'capacity_unavailable';
  override readonly retryable = true;
}

markErrorClass(CapacityUnavailableError, 'CapacityUnavailableError');
