import { markErrorClass } from './error-marker.js';
import { StagelyError } from './stagely-error.js';

/** Encrypted credentials could not be opened. A wrong key, a wrong context and tampered text are not told apart. */
export class CredentialDecryptionError extends StagelyError {
  readonly code = 'credential_decryption';
  readonly retryable = false;
}

markErrorClass(CredentialDecryptionError, 'CredentialDecryptionError');
