import { isUint8Array } from 'node:util/types';
import * as v from 'valibot';
import type { Operation } from '../plugin/operation.js';
import { parseInput } from '../validation/parse-input.js';
import { boundedText, strictFields } from '../validation/schemas.js';
import { KEY_BYTES } from './encryption-key.js';

/** How credentials are encrypted. */
export interface EncryptionOptions {
  /** What the text is bound to, such as tenant and provider; up to 1,024 characters. Default: nothing. */
  context?: string | undefined;
}

/** How credentials are decrypted. */
export interface DecryptionOptions extends EncryptionOptions {
  /** Accept the first form although a context is given: while rows are being upgraded. Default: false. */
  allowUnbound?: boolean | undefined;
}

const MAX_TEXT_LENGTH = 1_048_576;

/** Encrypted text, by its type and size; its form is checked when it is opened. */
export const textSchema = boundedText(1, MAX_TEXT_LENGTH);

export const keySchema = v.custom<Uint8Array>(
  (key) => isUint8Array(key) && key.length === KEY_BYTES,
  `must be a Uint8Array of ${KEY_BYTES} bytes; parseEncryptionKey() makes one of text`,
);

const keyListSchema = v.tupleWithRest([keySchema], keySchema);

const singleKeySchema = v.pipe(
  keySchema,
  v.transform((key): v.InferOutput<typeof keyListSchema> => [key]),
);

/** One key, or several of which the first counts most. */
export const keysSchema = v.lazy((given) =>
  Array.isArray(given) ? keyListSchema : singleKeySchema,
);

const contextField = { context: v.optional(boundedText(1, 1_024)) };

export const encryptionOptionsSchema = v.optional(strictFields(contextField), {});

export const decryptionOptionsSchema = v.optional(
  strictFields({
    ...contextField,
    allowUnbound: v.optional(v.boolean('must be true or false')),
  }),
  {},
);

/**
 * Checks one or several keys.
 *
 * @throws InvalidInputError
 */
export function checkKeys(
  keyOrKeys: Uint8Array | readonly Uint8Array[],
  name: string,
  operation: Operation,
): [Uint8Array, ...Uint8Array[]] {
  return parseInput(keysSchema, keyOrKeys, name, operation);
}
