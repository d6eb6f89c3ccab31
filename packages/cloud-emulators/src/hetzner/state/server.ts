import type { Image } from '../catalogue/images.js';
import type { Location } from '../catalogue/locations.js';
import type { ServerType } from '../catalogue/server-types.js';
import type { PrimaryIp } from './primary-ip.js';
import type { Timeline } from './timeline.js';

export const serverStatuses = [
  'running',
  'initializing',
  'starting',
  'stopping',
  'off',
  'deleting',
  'migrating',
  'rebuilding',
  'unknown',
] as const;

export type ServerStatus = (typeof serverStatuses)[number];

export type Labels = ReadonlyMap<string, string>;

/** A server's place in a private network. */
interface PrivateAddress {
  readonly network: number;
  readonly ip: string;
  readonly macAddress: string;
}

/** A server as requests have left it; what it is at a time is read from its timelines. */
export interface Server {
  readonly id: number;
  readonly project: string;
  readonly createdAt: number;
  readonly type: ServerType;
  readonly location: Location;
  readonly privateAddresses: readonly PrivateAddress[];
  readonly firewalls: readonly number[];
  readonly sshKeys: readonly number[];
  readonly userData: string | undefined;
  readonly name: Timeline<string>;
  readonly labels: Timeline<Labels>;
  readonly status: Timeline<ServerStatus>;
  readonly locked: Timeline<boolean>;
  readonly protected: Timeline<boolean>;
  readonly image: Timeline<Image | null>;
  readonly ipv4: Timeline<PrimaryIp | undefined>;
  readonly ipv6: Timeline<PrimaryIp | undefined>;
  /** From when its public addresses are shown. */
  addressAt: number;
  /** Whether its operating system reacts to ACPI requests. */
  obeysShutdown: boolean;
  /** From when its id answers 404. */
  goneAt: number;
}
