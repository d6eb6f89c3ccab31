import type { Image } from '../catalogue/images.js';
import type { HetznerAccount } from '../state/account.js';
import { renderLabels } from './render-labels.js';

export function renderImage(account: HetznerAccount, image: Image) {
  return {
    id: image.id,
    type: image.type,
    status: image.status,
    name: image.name,
    description: image.description,
    image_size: image.imageSize,
    disk_size: image.diskSize,
    created: image.created,
    created_from: image.createdFrom,
    bound_to: image.boundTo,
    os_flavor: image.osFlavor,
    os_version: image.osVersion,
    rapid_deploy: image.rapidDeploy,
    protection: { delete: image.protected },
    deprecated: image.deprecated,
    deleted: null,
    labels: renderLabels(account, image.labels),
    architecture: image.architecture,
  };
}
