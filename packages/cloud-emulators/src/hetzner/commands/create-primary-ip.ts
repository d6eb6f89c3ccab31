import type { Location } from '../catalogue/locations.js';
import { limitExceeded } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';
import type { IpVersion, PrimaryIp } from '../state/primary-ip.js';
import type { Project } from '../state/project.js';
import type { Labels } from '../state/server.js';
import { Timeline } from '../state/timeline.js';

export interface PrimaryIpSpec {
  readonly type: IpVersion;
  readonly location: Location;
  readonly autoDelete: boolean;
  /** Default: made from the id. */
  readonly name?: string | undefined;
  readonly labels?: Labels | undefined;
}

/** @throws ApiError when the account may not have so many more */
export function requirePrimaryIpQuota(account: HetznerAccount, wanted = 1): void {
  if (!account.allows('primaryIps', wanted)) {
    throw limitExceeded('Primary IP limit exceeded', 'primary_ip_limit');
  }
}

/** Makes an address that belongs to no server yet. */
export function createPrimaryIp(
  account: HetznerAccount,
  project: Project,
  { type, location, autoDelete, name, labels }: PrimaryIpSpec,
): PrimaryIp {
  const id = account.ids.next();
  const now = account.context.clock.now();
  const primaryIp: PrimaryIp = {
    id,
    type,
    ip: type === 'ipv4' ? account.ipv4Addresses.next() : account.nextIpv6Network(),
    createdAt: now,
    location,
    name: new Timeline(now, name ?? `primary_ip-${id}`),
    labels: new Timeline(now, labels ?? new Map<string, string>()),
    autoDelete: new Timeline(now, autoDelete),
    assignee: new Timeline<number | null>(now, null),
  };
  project.primaryIps.add(primaryIp);
  return primaryIp;
}
