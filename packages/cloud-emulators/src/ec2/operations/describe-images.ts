import * as v from 'valibot';
import type { Image } from '../catalogue/images.js';
import { resourceErrors } from '../errors/resource-errors.js';
import { isResourceId } from '../errors/resource-kinds.js';
import { type FilterTable, filterList, matchesAll, readFilters } from '../filters/filters.js';
import { flag, listOf, nonEmptyText, optional } from '../protocol/parameter-schemas.js';
import type { XmlFields } from '../protocol/render-xml.js';
import { ACCOUNT_ID } from '../wire/account.js';
import { defineOperation } from './operation.js';
import { pageParameters, positions, takePage } from './pages.js';

const filters: FilterTable<Image> = {
  values: {
    architecture: ({ architecture }) => architecture,
    'creation-date': ({ createdAt }) => createdAt.toISOString(),
    description: ({ description }) => description,
    'ena-support': () => true,
    hypervisor: () => 'xen',
    'image-id': ({ id }) => id,
    'image-type': () => 'machine',
    'is-public': () => true,
    name: ({ name }) => name,
    'owner-alias': ({ ownerAlias }) => ownerAlias,
    'owner-id': ({ ownerId }) => ownerId,
    'root-device-name': ({ rootDeviceName }) => rootDeviceName,
    'root-device-type': () => 'ebs',
    state: () => 'available',
    'virtualization-type': () => 'hvm',
  },
};

export const describeImages = defineOperation({
  action: 'DescribeImages',
  parameters: {
    ExecutableBy: optional(listOf(nonEmptyText)),
    Filter: filterList,
    ImageId: optional(v.pipe(listOf(nonEmptyText), v.maxLength(1000))),
    IncludeDeprecated: optional(flag),
    IncludeDisabled: optional(flag),
    Owner: optional(listOf(nonEmptyText)),
    ...pageParameters(1, 1000),
  },
  prepare(request, { region: { images }, context: { clock } }) {
    const { ImageId: ids, Owner: owners, ExecutableBy: users } = request;
    for (const id of ids ?? []) {
      if (!isResourceId('image', id)) throw resourceErrors.malformedId('image', id);
      if (!images.has(id)) throw resourceErrors.notFound('image', [`[${id}]`]);
    }
    const given = readFilters(request.Filter, filters);
    const now = clock.now();
    const shown = [...images.values()].filter(
      (image) =>
        (ids
          ? ids.includes(image.id)
          : request.IncludeDeprecated || image.deprecatedAt.getTime() > now) &&
        (owners === undefined || owners.some((owner) => isOwner(owner, image))) &&
        (users === undefined || users.some((user) => user === 'all' || user === 'self')) &&
        matchesAll(given, image, now),
    );
    const { items, nextToken } = takePage('DescribeImages', request, (after) =>
      positions(shown, after),
    );
    return () => ({ imagesSet: items.map(renderImage), nextToken });
  },
});

function isOwner(owner: string, { ownerId, ownerAlias }: Image): boolean {
  return owner === ownerId || owner === ownerAlias || (owner === 'self' && ownerId === ACCOUNT_ID);
}

function renderImage(image: Image): XmlFields {
  return {
    imageId: image.id,
    imageLocation: `${image.ownerAlias ?? image.ownerId}/${image.name}`,
    imageState: 'available',
    imageOwnerId: image.ownerId,
    imageOwnerAlias: image.ownerAlias,
    creationDate: image.createdAt,
    deprecationTime: image.deprecatedAt,
    isPublic: true,
    architecture: image.architecture,
    imageType: 'machine',
    name: image.name,
    description: image.description,
    rootDeviceType: 'ebs',
    rootDeviceName: image.rootDeviceName,
    blockDeviceMapping: [
      {
        deviceName: image.rootDeviceName,
        ebs: {
          snapshotId: image.id.replace('ami-', 'snap-'),
          volumeSize: image.rootVolumeGiB,
          deleteOnTermination: true,
          volumeType: 'gp2',
          encrypted: false,
        },
      },
    ],
    virtualizationType: 'hvm',
    hypervisor: 'xen',
    enaSupport: true,
    sriovNetSupport: 'simple',
    platformDetails: 'Linux/UNIX',
    usageOperation: 'RunInstances',
  };
}
