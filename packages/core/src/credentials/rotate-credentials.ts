import { parseInputs } from '../validation/parse-input.js';
import {
  type EncryptionOptions,
  encryptionOptionsSchema,
  keySchema,
  keysSchema,
  textSchema,
} from './check-arguments.js';
import { openText } from './decrypt-credentials.js';
import { sealText } from './encrypt-credentials.js';

/**
 * Encrypts stored credentials anew with another key. With a context, the first form is upgraded to the
 * second, and text of the second form must have been bound to that same context; without one, the first form
 * stays the first form.
 *
 * @param oldKeyOrKeys 32 bytes; of several, each is tried
 * @param newKey 32 bytes
 * @throws CredentialDecryptionError when no old key opens the text
 * @throws InvalidInputError
 */
export function rotateCredentials(
  text: string,
  oldKeyOrKeys: Uint8Array | readonly Uint8Array[],
  newKey: Uint8Array,
  options?: EncryptionOptions,
): string {
  const input = parseInputs(
    {
      text: textSchema,
      oldKeyOrKeys: keysSchema,
      newKey: keySchema,
      options: encryptionOptionsSchema,
    },
    { text, oldKeyOrKeys, newKey, options },
    { operation: 'rotateCredentials' },
  );
  const { context } = input.options;
  const plaintext = openText(input.text, input.oldKeyOrKeys, { context, allowUnbound: true });
  return sealText(plaintext, input.newKey, context);
}
