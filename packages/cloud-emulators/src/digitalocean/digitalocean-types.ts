import type { CloudContext, CloudTypes } from '../emulator/cloud-definition.js';
import type { DigitalOceanToken } from './account/tokens.js';
import type { DigitalOceanState } from './digitalocean-state.js';

/** The types of the DigitalOcean emulator. */
export interface DigitalOceanTypes extends CloudTypes {
  state: DigitalOceanState;
  timing: DigitalOceanTiming;
  quota: 'droplets';
  rateLimit: DigitalOceanRateLimit;
  credentials: readonly (string | DigitalOceanToken)[];
}

/**
 * How long things take, in milliseconds:
 *
 * - `activeMs`: from the creation to `active`, which is also when the create action ends
 * - `privateAddressMs`: from `active` to the private IPv4 entry
 * - `publicAddressMs`: from the private entry to the public one
 * - `actionMs`: a power action or a renaming
 * - `deletedMs`: from the accepted deletion to 404
 */
type DigitalOceanTiming =
  | 'activeMs'
  | 'privateAddressMs'
  | 'publicAddressMs'
  | 'actionMs'
  | 'deletedMs';

/** Requests of one token: in an hour, in a minute, and lists of SSH keys in a minute. */
type DigitalOceanRateLimit = 'hour' | 'minute' | 'listSshKeys';

/** What the state and the routes work with. */
export type DigitalOceanContext = CloudContext<DigitalOceanTypes>;
