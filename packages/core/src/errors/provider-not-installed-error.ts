import { markErrorClass } from './error-marker.js';
import { StagelyError } from './stagely-error.js';

/** No declared and installed package brings this provider; the message says the install command. */
export class ProviderNotInstalledError extends StagelyError {
  readonly code = 'provider_not_installed';
  readonly retryable = false;
}

markErrorClass(ProviderNotInstalledError, 'ProviderNotInstalledError');
