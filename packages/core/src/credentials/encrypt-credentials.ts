import { parseInputs } from '../validation/parse-input.js';
import { seal } from './aes-gcm.js';
import { type EncryptionOptions, encryptionOptionsSchema, keysSchema } from './check-arguments.js';
import { credentialsJsonSchema } from './credentials-json.js';
import { associatedData, printBound, printUnbound } from './encrypted-text.js';
import { encryptionKeyId } from './encryption-key.js';

/**
 * Encrypts credentials for a database, with AES-256-GCM and a random nonce.
 *
 * Without a context the text has the first form, which Stagely's Go services read and write too, and which
 * anybody who can write the database can move to another row. With `{ context: 'team-7:hetzner' }` it has the
 * second form, which opens only with the same context.
 *
 * @param credentials a plain object of JSON values, up to 65,536 bytes as JSON
 * @param key 32 bytes; of several, the first encrypts
 * @throws InvalidInputError
 */
export function encryptCredentials(
  credentials: object,
  key: Uint8Array | readonly Uint8Array[],
  options?: EncryptionOptions,
): string {
  const input = parseInputs(
    { credentials: credentialsJsonSchema, key: keysSchema, options: encryptionOptionsSchema },
    { credentials, key, options },
    { operation: 'encryptCredentials' },
  );
  return sealText(Buffer.from(input.credentials), input.key[0], input.options.context);
}

export function sealText(
  plaintext: Uint8Array,
  key: Uint8Array,
  context: string | undefined,
): string {
  if (context === undefined) return printUnbound(seal(plaintext, key));
  const keyId = encryptionKeyId(key);
  return printBound(keyId, seal(plaintext, key, associatedData(keyId, context)));
}
