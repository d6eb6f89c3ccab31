import { createHash } from 'node:crypto';

/** A well-formed public key that nobody has the private key of, another one for each seed. */
export function sshPublicKey(seed: string): string {
  const field = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const key = createHash('sha256').update(seed).digest();
  const blob = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(key)]);
  return `ssh-ed25519 ${blob.toString('base64')} ${seed}@test`;
}
