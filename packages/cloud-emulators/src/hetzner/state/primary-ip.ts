import type { Location } from '../catalogue/locations.js';
import type { Labels } from './server.js';
import type { Timeline } from './timeline.js';

export type IpVersion = 'ipv4' | 'ipv6';

/** An address that can be kept without a server. */
export interface PrimaryIp {
  readonly id: number;
  readonly type: IpVersion;
  /** An address, or for IPv6 a network. */
  readonly ip: string;
  readonly createdAt: number;
  readonly location: Location;
  readonly name: Timeline<string>;
  readonly labels: Timeline<Labels>;
  readonly autoDelete: Timeline<boolean>;
  /** The id of a server. */
  readonly assignee: Timeline<number | null>;
}
