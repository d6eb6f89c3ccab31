import * as v from 'valibot';
import type { Operation } from '../plugin/operation.js';
import { invalidInput, parseInput } from '../validation/parse-input.js';
import { boundedText, isPlainObject, strictFields } from '../validation/schemas.js';
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

const keySchema = v.pipe(
  v.instance(Uint8Array, `must be a Uint8Array of ${KEY_BYTES} bytes`),
  v.check((key) => key.length === KEY_BYTES, `must be a Uint8Array of ${KEY_BYTES} bytes`),
);

const keysSchema = v.pipe(
  v.array(keySchema, `must be a Uint8Array of ${KEY_BYTES} bytes, or several`),
  v.minLength(1, 'must hold at least one key'),
);

const contextField = { context: v.optional(boundedText(1, 1_024)) };

const encryptionOptionsSchema = v.optional(strictFields(contextField), {});

const decryptionOptionsSchema = v.optional(
  strictFields({
    ...contextField,
    allowUnbound: v.optional(v.boolean('must be true or false')),
  }),
  {},
);

/** Checks one or several keys. */
export function checkKeys(
  keyOrKeys: Uint8Array | readonly Uint8Array[],
  name: string,
  operation: Operation,
): [Uint8Array, ...Uint8Array[]] {
  const given = Array.isArray(keyOrKeys) ? keyOrKeys : [keyOrKeys];
  const [first, ...others] = parseInput(keysSchema, given, name, operation);
  if (first === undefined) throw new TypeError('A checked list of keys is empty.');
  return [first, ...others];
}

export function checkEncryptionOptions(
  options: EncryptionOptions | undefined,
  operation: Operation,
): EncryptionOptions {
  return parseInput(encryptionOptionsSchema, options, 'options', operation);
}

export function checkDecryptionOptions(
  options: DecryptionOptions | undefined,
  operation: Operation,
): DecryptionOptions {
  return parseInput(decryptionOptionsSchema, options, 'options', operation);
}

/** Checks encrypted text for its type and size; its form is checked when it is opened. */
export function checkText(text: string, operation: Operation): string {
  return parseInput(boundedText(1, MAX_TEXT_LENGTH), text, 'text', operation);
}

/** Checks that credentials are a plain object that JSON holds whole, and returns the JSON. */
export function checkCredentials(credentials: object, operation: Operation): string {
  if (!isPlainObject(credentials)) {
    throw invalidInput(operation, [{ path: 'credentials', message: 'must be an object' }]);
  }
  const issues = Object.entries(credentials)
    .filter(([, value]) => !isJson(value, 0))
    .map(([key]) => ({ path: `credentials.${key}`, message: 'must be a JSON value' }));
  if (issues.length > 0) throw invalidInput(operation, issues);
  return JSON.stringify(credentials);
}

function isJson(value: unknown, depth: number): boolean {
  if (value === null || ['string', 'boolean', 'undefined'].includes(typeof value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (depth > 20) return false;
  if (Array.isArray(value))
    return value.every((inner) => inner !== undefined && isJson(inner, depth + 1));
  return isPlainObject(value) && Object.values(value).every((inner) => isJson(inner, depth + 1));
}
