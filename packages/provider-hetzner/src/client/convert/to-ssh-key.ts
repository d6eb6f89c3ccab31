import type { HetznerSSHKey } from '../resources/ssh-key.js';
import type { WireSSHKey } from '../wire/ssh-key-schema.js';

export function toSSHKey({ public_key, ...wire }: WireSSHKey): HetznerSSHKey {
  return { ...wire, publicKey: public_key };
}
