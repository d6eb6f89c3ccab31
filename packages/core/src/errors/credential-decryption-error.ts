import { markErrorClass } from './error-marker.js';
import { StagelyError } from './stagely-error.js';

/** Encrypted credentials could not be opened: wrong key, wrong context, or tampered text. The reason is not told apart. */
export class CredentialDecryptionError extends StagelyError {
  readonly code = 'credential_decryption';
  readonly retryable = false;
}

markErrorClass(CredentialDecryptionError, 'CredentialDecryptionError');
