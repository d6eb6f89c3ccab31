import {
  checkEncryptionOptions,
  checkKeys,
  checkText,
  type EncryptionOptions,
} from './check-arguments.js';
import { openText } from './decrypt-credentials.js';
import { sealText } from './encrypt-credentials.js';

/**
 * Encrypts stored credentials anew with another key. With a context, the first form is upgraded to the
 * second, and text of the second form must have been bound to that same context; without one, the first form
 * stays the first form.
 *
 * @throws CredentialDecryptionError when no old key opens the text
 * @throws InvalidInputError
 */
export function rotateCredentials(
  text: string,
  oldKeyOrKeys: Uint8Array | readonly Uint8Array[],
  newKey: Uint8Array,
  options?: EncryptionOptions,
): string {
  const operation = { operation: 'rotateCredentials' };
  const checked = checkText(text, operation);
  const oldKeys = checkKeys(oldKeyOrKeys, 'oldKeyOrKeys', operation);
  const [key] = checkKeys(newKey, 'newKey', operation);
  const { context } = checkEncryptionOptions(options, operation);
  return sealText(openText(checked, oldKeys, { context, allowUnbound: true }), key, context);
}
