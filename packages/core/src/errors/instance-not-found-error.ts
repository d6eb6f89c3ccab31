import { markErrorClass } from './error-marker.js';
import { ProviderError } from './provider-error.js';

/** The cloud does not know the machine, or it has ended. */
export class InstanceNotFoundError extends ProviderError {
  readonly code = 'instance_not_found';
  readonly retryable = false;
}

markErrorClass(InstanceNotFoundError, 'InstanceNotFoundError');
