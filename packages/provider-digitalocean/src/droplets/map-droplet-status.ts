import type { InstanceState } from '@stagely/core';

const states: Readonly<Record<string, InstanceState>> = {
  new: 'pending',
  active: 'running',
  off: 'stopped',
  // DigitalOcean's own state for deleted droplets; in practice they are not found.
  archive: 'terminated',
};

/** The state of a droplet in the contract's words; one that is not known is on its way to another. */
export function mapDropletStatus(status: string): InstanceState {
  return Object.hasOwn(states, status) ? (states[status] ?? 'pending') : 'pending';
}
