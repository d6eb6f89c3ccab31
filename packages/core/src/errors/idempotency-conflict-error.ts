import { markErrorClass } from './error-marker.js';
import { InvalidInputError } from './invalid-input-error.js';

/** The idempotency key belongs to a live machine with another spec. */
export class IdempotencyConflictError extends InvalidInputError {
  override readonly code = 'idempotency_conflict';
}

markErrorClass(IdempotencyConflictError, 'IdempotencyConflictError');
