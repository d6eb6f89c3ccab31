import type { HetznerAccount } from '../state/account.js';
import type { PrimaryIp } from '../state/primary-ip.js';
import type { Server } from '../state/server.js';
import { renderImage } from './render-image.js';
import { renderLabels } from './render-labels.js';
import { renderLocation } from './render-location.js';
import { reverseName } from './render-primary-ip.js';
import { includedTraffic, renderServerType } from './render-server-type.js';
import { renderTime } from './render-time.js';

export function renderServer(account: HetznerAccount, server: Server, time: number) {
  const { catalogue, behaviour } = account;
  const type = catalogue.serverTypes.find(({ name }) => name === server.type.name) ?? server.type;
  const image = server.image.at(time);
  const isProtected = server.protected.at(time);
  return {
    id: server.id,
    name: server.name.at(time),
    status: server.status.at(time),
    created: renderTime(server.createdAt),
    public_net: renderPublicNet(server, time),
    private_net: server.privateAddresses.map(({ network, ip, macAddress }) => ({
      network,
      ip,
      alias_ips: [],
      mac_address: macAddress,
    })),
    server_type: renderServerType(account, type),
    location: renderLocation(server.location),
    ...(behaviour.removedDatacenterField ? { datacenter: renderDatacenter(server) } : {}),
    image: image && renderImage(account, image),
    iso: null,
    rescue_enabled: false,
    locked: server.locked.at(time),
    backup_window: null,
    outgoing_traffic: 0,
    ingoing_traffic: 0,
    included_traffic: includedTraffic(server.location.name),
    protection: { delete: isProtected, rebuild: isProtected },
    labels: renderLabels(account, server.labels.at(time)),
    volumes: [],
    load_balancers: [],
    primary_disk_size: server.type.disk,
    placement_group: null,
  };
}

function renderPublicNet(server: Server, time: number) {
  const shown = time >= server.addressAt;
  const ipv4 = shown ? server.ipv4.at(time) : undefined;
  const ipv6 = shown ? server.ipv6.at(time) : undefined;
  const render = ({ id, ip }: PrimaryIp) => ({ id, ip, blocked: false });
  return {
    ipv4: ipv4 ? { ...render(ipv4), dns_ptr: reverseName(ipv4.ip) } : null,
    ipv6: ipv6 ? { ...render(ipv6), dns_ptr: [] } : null,
    floating_ips: [],
    firewalls: server.firewalls.map((id) => ({ id, status: 'applied' })),
  };
}

/** The field as it was before July 2026. */
function renderDatacenter({ location }: Server) {
  return {
    id: location.id,
    name: location.datacenter,
    description: `${location.description} (${location.datacenter})`,
    location: renderLocation(location),
    server_types: { supported: [], available: [], available_for_migration: [] },
  };
}
