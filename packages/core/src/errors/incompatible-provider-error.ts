import { markErrorClass } from './error-marker.js';
import { StagelyError } from './stagely-error.js';

/** The package is no provider plugin, is made for another contract version, or failed while it was imported. */
export class IncompatibleProviderError extends StagelyError {
  readonly code = 'incompatible_provider';
  readonly retryable = false;
}

markErrorClass(IncompatibleProviderError, 'IncompatibleProviderError');
