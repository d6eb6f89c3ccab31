import type { HetznerAccount } from '../state/account.js';
import type { Labels } from '../state/server.js';

export function renderLabels({ behaviour }: HetznerAccount, labels: Labels): object {
  if (labels.size === 0 && behaviour.emptyLabels === 'array') return [];
  return Object.fromEntries(labels);
}
