import type { Environment } from '@stagely/core';
import { UsageError } from '../failure/usage-error.js';

const KEY_VARIABLE = 'STAGELY_ENCRYPTION_KEY';
const OLD_KEY_VARIABLE = 'STAGELY_OLD_ENCRYPTION_KEY';

/** The keys of `STAGELY_ENCRYPTION_KEY`, of which the first encrypts and each may decrypt. */
export async function readEncryptionKeys(env: Environment): Promise<[Uint8Array, ...Uint8Array[]]> {
  const [first, ...others] = await readKeys(env, KEY_VARIABLE);
  if (first !== undefined) return [first, ...others];
  throw new UsageError(
    `The variable ${KEY_VARIABLE} is not set.`,
    `Set it to the key of the credentials; "stagely key generate" makes a new one.`,
  );
}

/** The keys of `STAGELY_OLD_ENCRYPTION_KEY`; none where it is not set. */
export function readOldEncryptionKeys(env: Environment): Promise<Uint8Array[]> {
  return readKeys(env, OLD_KEY_VARIABLE);
}

async function readKeys(env: Environment, variable: string): Promise<Uint8Array[]> {
  const texts = (env[variable] ?? '').split(',').filter((text) => text.trim() !== '');
  if (texts.length === 0) return [];
  const { InvalidInputError, parseEncryptionKey } = await import('@stagely/core');
  return texts.map((text, index) => {
    try {
      return parseEncryptionKey(text);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      throw new UsageError(
        `Key ${index + 1} of ${texts.length} in ${variable} is not 32 bytes as base64 or 64 hexadecimal digits.`,
        'Separate several keys by commas; "stagely key generate" makes a new one.',
      );
    }
  });
}
