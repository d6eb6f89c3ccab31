import type { History } from '../../storage/history.js';
import { type Action, isInProgress } from '../actions/action.js';
import type { Image } from '../catalogue/images.js';
import type { Region } from '../catalogue/regions.js';
import type { Size } from '../catalogue/sizes.js';

/** What was asked for when a droplet was created. */
export interface DropletFeatures {
  readonly backups: boolean;
  readonly ipv6: boolean;
  readonly monitoring: boolean;
  readonly agent: boolean;
  readonly publicNetworking: boolean;
}

/** The addresses a droplet will have; it shows each from its time on. */
export interface DropletAddresses {
  readonly private: string;
  readonly public: string;
  readonly ipv6: string;
}

/** A droplet as requests have left it; what time makes of it is computed by the functions below. */
export interface Droplet {
  readonly id: number;
  /** All times are in milliseconds since the epoch. */
  readonly createdAt: number;
  /** As it was in the catalogue when the droplet was created; the same goes for region and image. */
  readonly size: Size;
  readonly region: Region;
  readonly image: Image;
  readonly vpcUuid: string;
  readonly features: DropletFeatures;
  readonly userData: string | undefined;
  readonly sshKeyIds: readonly number[];
  readonly addresses: DropletAddresses;
  readonly activeAt: number;
  readonly privateAddressAt: number;
  readonly publicAddressAt: number;
  readonly name: History<string>;
  readonly tags: History<readonly string[]>;
  readonly power: History<'on' | 'off'>;
  /** Whether the test's author has locked it. */
  readonly lock: History<boolean>;
  /** In the order of time, never two at once. */
  readonly events: Action[];
  /** When it ends or has ended, if that is known. */
  goneAt: number | undefined;
}

export type DropletStatus = 'new' | 'active' | 'off';

export function statusOf(droplet: Droplet, asOf: number): DropletStatus {
  if (asOf < droplet.activeAt) return 'new';
  return droplet.power.asOf(asOf) === 'off' ? 'off' : 'active';
}

/** Whether an event is under way, or the droplet is locked without one. */
export function isLocked(droplet: Droplet, asOf: number): boolean {
  return (
    droplet.lock.asOf(asOf) === true || droplet.events.some((event) => isInProgress(event, asOf))
  );
}
