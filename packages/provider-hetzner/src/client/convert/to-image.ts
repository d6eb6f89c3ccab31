import type { HetznerImage } from '../resources/image.js';
import type { WireImage } from '../wire/image-schema.js';
import { toDate } from './to-date.js';

export function toImage(wire: WireImage): HetznerImage {
  const { id, type, status, name, description, architecture, labels } = wire;
  return {
    id,
    type,
    status,
    name,
    description,
    imageSize: wire.image_size,
    diskSize: wire.disk_size,
    created: toDate(wire.created),
    osFlavor: wire.os_flavor,
    osVersion: wire.os_version,
    architecture,
    deprecated: toDate(wire.deprecated),
    labels,
  };
}
