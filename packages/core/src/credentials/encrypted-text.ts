const BOUND_PREFIX = 'stagely.2.';
const BOUND = /^stagely\.2\.([0-9a-f]{16})\.([A-Za-z0-9_-]+)$/;

/** Encrypted credentials as text, taken apart. */
export type EncryptedText =
  /** The first form: standard base64 of nonce, ciphertext and tag; bound to nothing. */
  | { readonly form: 'unbound'; readonly sealed: Uint8Array }
  /** The second form: `stagely.2.`, key id, URL-safe base64 of the same; bound to a context. */
  | { readonly form: 'bound'; readonly keyId: string; readonly sealed: Uint8Array };

/**
 * Tells the forms apart; no base64 text holds a dot. `undefined` for a text of neither form, and for base64 that no
 * encoder writes: one sealed value has one text.
 */
export function parseEncryptedText(text: string): EncryptedText | undefined {
  const [, keyId, encoded] = BOUND.exec(text) ?? [];
  const bound = encoded === undefined ? undefined : decode(encoded, 'base64url');
  if (keyId !== undefined && bound) return { form: 'bound', keyId, sealed: bound };
  const unbound = decode(text, 'base64');
  return unbound && { form: 'unbound', sealed: unbound };
}

function decode(text: string, encoding: 'base64' | 'base64url'): Buffer | undefined {
  const bytes = Buffer.from(text, encoding);
  return text !== '' && bytes.toString(encoding) === text ? bytes : undefined;
}

export function printUnbound(sealed: Buffer): string {
  return sealed.toString('base64');
}

export function printBound(keyId: string, sealed: Buffer): string {
  return `${BOUND_PREFIX}${keyId}.${sealed.toString('base64url')}`;
}

/** What the second form authenticates beside the ciphertext. */
export function associatedData(keyId: string, context: string): Uint8Array {
  return Buffer.from(`${BOUND_PREFIX}${keyId}\0${context}`);
}
