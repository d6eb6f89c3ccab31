import type { Image } from '../catalogue/images.js';
import type { ServerType } from '../catalogue/server-types.js';
import { invalidInput } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';
import type { Project } from '../state/project.js';
import { unknownReference } from './find-reference.js';

/** @throws ApiError when there is no such image, or it does not run on the type */
export function resolveImage(
  account: HetznerAccount,
  project: Project,
  reference: string,
  type: ServerType,
): Image {
  const images = [...account.catalogue.images, ...project.images.values()];
  const image =
    images.find(({ id }) => String(id) === reference) ??
    findByName(account, images, reference, type);
  if (image === undefined || image.status !== 'available') throw unknownReference(account, 'image');
  if (image.architecture !== type.architecture) {
    throw invalidInput('image has incompatible architecture');
  }
  if (image.diskSize > type.disk) throw invalidInput('image disk is bigger than server type disk');
  return image;
}

function findByName(
  { behaviour }: HetznerAccount,
  images: readonly Image[],
  reference: string,
  { architecture }: ServerType,
): Image | undefined {
  const wanted = behaviour.imageName === 'fitting' ? architecture : 'x86';
  return images.find((image) => image.name === reference && image.architecture === wanted);
}
