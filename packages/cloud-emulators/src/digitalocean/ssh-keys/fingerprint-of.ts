import { createHash } from 'node:crypto';

const keyTypes =
  /^(ssh-(rsa|ed25519)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/;

/** The fingerprint of a public key as DigitalOcean writes it (MD5); undefined for what is no public key. */
export function fingerprintOf(publicKey: string): string | undefined {
  const [type = '', encoded = ''] = publicKey.trim().split(/ +/);
  if (!keyTypes.test(type) || /[\r\n]/.test(publicKey.trim())) return undefined;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return undefined;
  const blob = Buffer.from(encoded, 'base64');
  const named = Buffer.from(type);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(named.length);
  if (!blob.subarray(0, 4 + named.length).equals(Buffer.concat([length, named]))) return undefined;
  return createHash('md5')
    .update(blob)
    .digest('hex')
    .replaceAll(/..(?=.)/g, '$&:');
}
