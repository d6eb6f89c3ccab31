import type { CloudContext, CloudTypes } from '../emulator/cloud-definition.js';
import type { Timing } from '../machines/timing.js';
import type { HetznerCredential } from './credentials.js';
import type { HetznerState } from './state/hetzner-state.js';

/**
 * How long things take, in milliseconds.
 *
 * | name | what | default |
 * | --- | --- | --- |
 * | `createMs` | from the create call until the server is off, or starts | 3,000 to 6,000 |
 * | `startMs` | from off to running | 2,000 to 5,000 |
 * | `addressMs` | from the create call until the addresses are shown; 0 as in the official example | 0 |
 * | `powerOffMs` | `poweroff` | 1,500 |
 * | `shutdownRequestMs` | the action of `shutdown` and `reboot`: the ACPI request is sent | 1,000 |
 * | `shutdownMs` | the operating system's own shutdown after that | 4,000 |
 * | `rebootMs` | `reboot` and `reset` until the machine runs again | 3,000 |
 * | `rebuildMs` | `rebuild` | 10,000 |
 * | `deleteMs` | the delete action; the name is taken and primary IPs are held so long | 2,000 |
 * | `goneMs` | from the delete call until the id answers 404 | 0 |
 * | `changeMs` | protection, primary IP assignment | 500 |
 * | `lockMs` | how much longer than its action a lock lasts | 0 |
 */
export type HetznerTiming =
  | 'createMs'
  | 'startMs'
  | 'addressMs'
  | 'powerOffMs'
  | 'shutdownRequestMs'
  | 'shutdownMs'
  | 'rebootMs'
  | 'rebuildMs'
  | 'deleteMs'
  | 'goneMs'
  | 'changeMs'
  | 'lockMs';

/** What the account may have at once, all its projects together. */
export type HetznerQuota = 'servers' | 'primaryIps' | 'dedicatedCores';

/** In what the Hetzner emulator differs from the others. */
export interface HetznerTypes extends CloudTypes {
  state: HetznerState;
  timing: HetznerTiming;
  quota: HetznerQuota;
  /** Counted for each project, and once for everybody without a valid token. */
  rateLimit: 'project';
  credentials: readonly HetznerCredential[];
}

export type HetznerContext = CloudContext<HetznerTypes>;

export const defaultTimings: Readonly<Record<HetznerTiming, Timing>> = {
  createMs: (random) => random.integer(3000, 6000),
  startMs: (random) => random.integer(2000, 5000),
  addressMs: 0,
  powerOffMs: 1500,
  shutdownRequestMs: 1000,
  shutdownMs: 4000,
  rebootMs: 3000,
  rebuildMs: 10_000,
  deleteMs: 2000,
  goneMs: 0,
  changeMs: 500,
  lockMs: 0,
};

/** Those of a new customer; primary IPs are twice the servers. */
export const defaultQuotas: Readonly<Record<HetznerQuota, number>> = {
  servers: 10,
  primaryIps: 20,
  dedicatedCores: 8,
};
