import { NetworkFailureError } from '@stagely/core';

/**
 * Whether an error says that something else is under way on the droplet: of all requests that cannot be processed the
 * one kind that may be made again.
 */
export function isPendingEvent(error: unknown): error is NetworkFailureError {
  return error instanceof NetworkFailureError && error.providerCode === 'unprocessable_entity';
}
