import { markErrorClass } from './error-marker.js';
import { ProviderError } from './provider-error.js';

/** The caller's signal ended the operation. Its `name` is `AbortError`, as everywhere in JavaScript. */
export class OperationAbortedError extends ProviderError {
  readonly code = 'aborted';
  readonly retryable = false;
}

markErrorClass(OperationAbortedError, 'OperationAbortedError', 'AbortError');
