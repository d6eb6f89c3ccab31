import type { HetznerAccount } from '../state/account.js';
import type { PrimaryIp } from '../state/primary-ip.js';
import { renderLabels } from './render-labels.js';
import { renderLocation } from './render-location.js';
import { renderTime } from './render-time.js';

export function renderPrimaryIp(account: HetznerAccount, primaryIp: PrimaryIp, time: number) {
  const { id, type, ip, location, createdAt } = primaryIp;
  const assignee = primaryIp.assignee.at(time);
  return {
    id,
    name: primaryIp.name.at(time),
    labels: renderLabels(account, primaryIp.labels.at(time)),
    created: renderTime(createdAt),
    blocked: false,
    location: renderLocation(location),
    ip,
    dns_ptr: type === 'ipv4' ? [{ ip, dns_ptr: reverseName(ip) }] : [],
    protection: { delete: false },
    type,
    auto_delete: primaryIp.autoDelete.at(time),
    assignee_type: assignee === null ? 'unassigned' : 'server',
    assignee_id: assignee,
  };
}

/** The name that an address has by default. */
export function reverseName(ipv4: string): string {
  return `static.${ipv4.split('.').reverse().join('.')}.clients.your-server.de`;
}
