import { invalidField, notUnique } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';
import { fingerprintOf } from '../state/fingerprint.js';
import type { Project } from '../state/project.js';
import type { Labels } from '../state/server.js';
import type { SshKey } from '../state/ssh-key.js';
import { Timeline } from '../state/timeline.js';

/** @throws ApiError when the text is no public key, or the name or the key is there already */
export function createSshKey(
  account: HetznerAccount,
  project: Project,
  { name, publicKey, labels }: { name: string; publicKey: string; labels: Labels },
): SshKey {
  const fingerprint = fingerprintOf(publicKey);
  if (fingerprint === undefined) throw invalidField('public_key', 'is not a valid SSH public key');
  requireFreeSshKeyName(project, name);
  if (project.sshKeys.count({ key: `fingerprint:${fingerprint}` }) > 0) {
    throw notUnique('SSH key with the same fingerprint already exists', 'public_key');
  }
  const now = account.context.clock.now();
  const key: SshKey = {
    id: account.ids.next(),
    createdAt: now,
    publicKey: publicKey.trim(),
    fingerprint,
    name: new Timeline(now, name),
    labels: new Timeline(now, labels),
  };
  project.sshKeys.add(key);
  return key;
}

/** @throws ApiError when another key has the name */
export function requireFreeSshKeyName(project: Project, name: string, by?: SshKey): void {
  const { items } = project.sshKeys.page({ key: `name:${name}`, limit: 2 });
  if (items.some((other) => other !== by)) throw notUnique('SSH key name is already used', 'name');
}
