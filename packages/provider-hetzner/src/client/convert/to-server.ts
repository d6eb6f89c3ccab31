import type { HetznerServer } from '../resources/server.js';
import type { WireServer } from '../wire/server-schema.js';
import { toImage } from './to-image.js';
import { toLocation } from './to-location.js';
import { toServerType } from './to-server-type.js';

export function toServer(wire: WireServer): HetznerServer {
  const { id, name, status, locked, protection, labels, location, image } = wire;
  return {
    id,
    name,
    status,
    created: new Date(wire.created),
    publicNet: wire.public_net,
    privateNet: wire.private_net,
    serverType: toServerType(wire.server_type),
    location: location && toLocation(location),
    image: image && toImage(image),
    locked,
    protection,
    labels,
  };
}
