import type { HetznerPrimaryIP } from '../resources/primary-ip.js';
import type { WirePrimaryIP } from '../wire/primary-ip-schema.js';

export function toPrimaryIP(wire: WirePrimaryIP): HetznerPrimaryIP {
  const { id, name, type, ip, labels, protection } = wire;
  return {
    id,
    name,
    type,
    ip,
    created: new Date(wire.created),
    autoDelete: wire.auto_delete,
    assigneeId: wire.assignee_id,
    labels,
    protection,
  };
}
