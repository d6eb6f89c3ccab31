import { gzipSync } from 'node:zlib';

/** The limit of EC2, in bytes, before base64: user data of RunInstances and of launch templates. */
const USER_DATA_MAX_BYTES = 16_384;

/** User data as it is sent, or why it cannot be. */
export type EncodedUserData = { readonly base64: string } | { readonly problem: string };

/** Encodes user data. What is too long is compressed, which cloud-init undoes by itself. */
export function encodeUserData(userData: string): EncodedUserData {
  const plain = Buffer.from(userData);
  if (plain.length <= USER_DATA_MAX_BYTES) return { base64: plain.toString('base64') };
  const compressed = gzipSync(plain, { level: 9 });
  if (compressed.length <= USER_DATA_MAX_BYTES) return { base64: compressed.toString('base64') };
  return {
    problem: `must have at most ${USER_DATA_MAX_BYTES} bytes, if need be compressed; it has ${plain.length}, and compressed ${compressed.length}`,
  };
}

/** The texts that give user data away: as it is, and as it is sent, where that is not simply its base64. */
export function secretFormsOf(userData: string | undefined): readonly string[] {
  if (userData === undefined) return [];
  const encoded = encodeUserData(userData);
  return 'base64' in encoded ? [userData, encoded.base64] : [userData];
}
