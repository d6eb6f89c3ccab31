import type { Image } from '../catalogue/images.js';
import { launchErrors } from '../errors/launch-errors.js';
import { requestErrors } from '../errors/request-errors.js';
import { resourceErrors } from '../errors/resource-errors.js';
import { isResourceId } from '../errors/resource-kinds.js';
import type { RegionState } from '../state/region-state.js';

const PREFIX = 'resolve:ssm:';

/**
 * The image that an `ImageId` names: an id, or `resolve:ssm:` and the name of a parameter of Systems
 * Manager, with `:version` or `:label` at will.
 *
 * @param deny refuses reading parameters; undefined when it is allowed
 * @throws ApiError for ids and parameters that there are not
 */
export function resolveImage(
  imageId: string | undefined,
  { images, ssmParameters }: RegionState,
  deny: (() => Error) | undefined,
): Image {
  if (imageId === undefined) throw requestErrors.missingParameter('ImageId');
  let id = imageId;
  if (imageId.startsWith(PREFIX)) {
    if (deny) throw deny();
    const [parameter = '', version = '1'] = imageId.slice(PREFIX.length).split(':');
    id = (version === '1' ? ssmParameters.get(parameter) : undefined) ?? '';
    if (id === '') throw launchErrors.unknownSsmParameter(imageId.slice(PREFIX.length));
  }
  if (!isResourceId('image', id)) throw resourceErrors.malformedId('image', id);
  const image = images.get(id);
  if (image === undefined) throw resourceErrors.notFound('image', [`[${id}]`]);
  return image;
}
