import { generateEncryptionKey } from '@stagely/core';
import type { Invocation } from '../invocation/invocation.js';

/** Prints a new encryption key. */
export async function generateKey(
  invocation: Invocation,
  options: { readonly hex?: boolean | undefined },
): Promise<number> {
  const encoding = options.hex === true ? 'hex' : 'base64';
  const key = Buffer.from(generateEncryptionKey()).toString(encoding);
  invocation.print({ document: { key, encoding }, text: () => key });
  return 0;
}
