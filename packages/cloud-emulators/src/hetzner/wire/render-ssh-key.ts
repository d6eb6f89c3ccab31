import type { HetznerAccount } from '../state/account.js';
import type { SshKey } from '../state/ssh-key.js';
import { renderLabels } from './render-labels.js';
import { renderTime } from './render-time.js';

export function renderSshKey(account: HetznerAccount, key: SshKey, time: number) {
  return {
    id: key.id,
    name: key.name.at(time),
    fingerprint: key.fingerprint,
    public_key: key.publicKey,
    labels: renderLabels(account, key.labels.at(time)),
    created: renderTime(key.createdAt),
  };
}
