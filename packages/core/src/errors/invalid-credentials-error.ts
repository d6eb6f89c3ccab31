import { markErrorClass } from './error-marker.js';
import { ProviderError } from './provider-error.js';

/** The cloud refused the credentials: a bad or expired key, or a missing permission, which the message names. */
export class InvalidCredentialsError extends ProviderError {
  readonly code = 'invalid_credentials';
  readonly retryable = false;
}

markErrorClass(InvalidCredentialsError, 'InvalidCredentialsError');
