import { createHash, randomBytes } from 'node:crypto';
import { isUint8Array } from 'node:util/types';
import { invalidInput } from '../validation/parse-input.js';

export const KEY_BYTES = 32;

/** Makes a random 32-byte key for `encryptCredentials`. */
export function generateEncryptionKey(): Uint8Array {
  return new Uint8Array(randomBytes(KEY_BYTES));
}

/**
 * Reads an encryption key from configuration: 32 bytes, 64 hexadecimal digits, or the base64 of 32 bytes
 * (standard or URL-safe, with or without padding). White space around the text is ignored.
 *
 * @throws InvalidInputError for all else; the message does not show the key
 */
export function parseEncryptionKey(key: Uint8Array | string): Uint8Array {
  const bytes = typeof key === 'string' ? decodeKey(key.trim()) : key;
  if (isUint8Array(bytes) && bytes.length === KEY_BYTES) return new Uint8Array(bytes);
  throw invalidInput({ operation: 'parseEncryptionKey' }, [
    {
      path: 'key',
      message: `must be ${KEY_BYTES} bytes, 64 hexadecimal digits or the base64 of ${KEY_BYTES} bytes`,
    },
  ]);
}

/** Tells keys apart in the second form without telling anything about them: 8 bytes of a hash, as hexadecimal digits. */
export function encryptionKeyId(key: Uint8Array): string {
  return createHash('sha256').update('stagely key id\0').update(key).digest('hex').slice(0, 16);
}

function decodeKey(text: string): Uint8Array | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  const unpadded = text.replace(/=$/, '');
  return (['base64', 'base64url'] as const)
    .map((encoding) => ({ encoding, bytes: Buffer.from(unpadded, encoding) }))
    .find(({ encoding, bytes }) => bytes.toString(encoding).replace(/=$/, '') === unpadded)?.bytes;
}
