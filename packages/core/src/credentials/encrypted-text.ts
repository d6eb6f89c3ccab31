const BOUND_PREFIX = 'stagely.2.';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const BOUND = /^stagely\.2\.([0-9a-f]{16})\.([A-Za-z0-9_-]+)$/;

/** Encrypted credentials as text, taken apart. */
export type EncryptedText =
  /** The first form: standard base64 of nonce, ciphertext and tag; bound to nothing. */
  | { readonly form: 'unbound'; readonly sealed: Uint8Array }
  /** The second form: `stagely.2.`, key id, URL-safe base64 of the same; bound to a context. */
  | { readonly form: 'bound'; readonly keyId: string; readonly sealed: Uint8Array };

/** Tells the forms apart; no base64 text holds a dot. `undefined` for a text of neither form. */
export function parseEncryptedText(text: string): EncryptedText | undefined {
  const [, keyId, sealed] = BOUND.exec(text) ?? [];
  if (keyId !== undefined && sealed !== undefined) {
    return { form: 'bound', keyId, sealed: Buffer.from(sealed, 'base64url') };
  }
  if (text === '' || !BASE64.test(text)) return undefined;
  return { form: 'unbound', sealed: Buffer.from(text, 'base64') };
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
