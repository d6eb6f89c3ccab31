import { createHash } from 'node:crypto';

const keyTypes = new Set([
  'ssh-rsa',
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
]);

/** The MD5 fingerprint of a public key in OpenSSH's form; undefined when it is none. */
export function fingerprintOf(publicKey: string): string | undefined {
  const [type = '', encoded = ''] = publicKey.trim().split(/\s+/);
  const blob = Buffer.from(encoded, 'base64');
  const isKey =
    keyTypes.has(type) &&
    /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) &&
    blob.length > 4 + type.length &&
    blob.subarray(4, 4 + type.length).toString() === type;
  if (!isKey) return undefined;
  const digest = createHash('md5').update(blob).digest('hex');
  return digest.match(/../g)?.join(':');
}
