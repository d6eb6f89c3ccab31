import { CredentialDecryptionError } from '../errors/credential-decryption-error.js';
import { parseInputs } from '../validation/parse-input.js';
import { isPlainObject } from '../validation/schemas.js';
import { open } from './aes-gcm.js';
import {
  type DecryptionOptions,
  decryptionOptionsSchema,
  keysSchema,
  textSchema,
} from './check-arguments.js';
import { associatedData, parseEncryptedText } from './encrypted-text.js';
import { encryptionKeyId } from './encryption-key.js';

/**
 * Opens what `encryptCredentials` made, or what Stagely's Go services stored.
 *
 * Where a context is given, the first form is refused unless `allowUnbound` is true.
 *
 * @param keyOrKeys 32 bytes; of several, each is tried
 * @throws CredentialDecryptionError when no key opens it with this context
 * @throws InvalidInputError
 */
export function decryptCredentials(
  text: string,
  keyOrKeys: Uint8Array | readonly Uint8Array[],
  options?: DecryptionOptions,
): Record<string, unknown> {
  const input = parseInputs(
    { text: textSchema, keyOrKeys: keysSchema, options: decryptionOptionsSchema },
    { text, keyOrKeys, options },
    { operation: 'decryptCredentials' },
  );
  return readCredentials(openText(input.text, input.keyOrKeys, input.options));
}

export function openText(
  text: string,
  keys: readonly Uint8Array[],
  { context, allowUnbound = false }: DecryptionOptions,
): Buffer {
  const encrypted = parseEncryptedText(text);
  if (encrypted === undefined) {
    throw new CredentialDecryptionError(
      'The text is not encrypted credentials: it has neither the base64 form nor the "stagely.2." form. Store what encryptCredentials() returns.',
    );
  }
  if (encrypted.form === 'unbound') {
    if (context !== undefined && !allowUnbound) {
      throw new CredentialDecryptionError(
        'The credentials are not bound to a context, and one was asked for. Upgrade them with rotateCredentials(text, keys, key, { context }), or accept them with allowUnbound: true.',
      );
    }
    return openWithAny(keys, (key) => open(encrypted.sealed, key));
  }
  if (context === undefined) {
    throw new CredentialDecryptionError(
      'The credentials are bound to a context, and none was given. Pass the context they were encrypted with.',
    );
  }
  const { keyId, sealed } = encrypted;
  return openWithAny(
    keys.filter((key) => encryptionKeyId(key) === keyId),
    (key) => open(sealed, key, associatedData(keyId, context)),
  );
}

function openWithAny(
  keys: readonly Uint8Array[],
  tryKey: (key: Uint8Array) => Buffer | undefined,
): Buffer {
  for (const key of keys) {
    const plaintext = tryKey(key);
    if (plaintext !== undefined) return plaintext;
  }
  throw new CredentialDecryptionError(
    'The credentials could not be opened: the key or the context is another than the one they were encrypted with, or the text was changed. Check the encryption key and the context; after a key change pass the old key too.',
  );
}

function readCredentials(plaintext: Buffer): Record<string, unknown> {
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(plaintext);
    const credentials: unknown = JSON.parse(json);
    if (isPlainObject(credentials)) return credentials;
  } catch {
    // The parser's own message would show a part of the plaintext.
  }
  throw new CredentialDecryptionError(
    'The credentials were opened, but what is inside is not a JSON object. Encrypt them again with encryptCredentials().',
  );
}
