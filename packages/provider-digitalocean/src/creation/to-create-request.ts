import { type Launch, toOwnershipTags } from '@stagely/core/plugin';
import type { CreateDropletRequest } from '../api/create-droplet-request.js';
import { keyBucketTag } from '../droplets/droplet-marks.js';
import { toDropletName } from '../droplets/droplet-name.js';
import { encodeTag } from '../droplets/tag-text.js';
import type { DropletSpec } from '../parse-droplet-spec.js';

/** The request for a droplet of a size, with everything on it that finds it again. */
export function toCreateRequest(
  spec: DropletSpec,
  size: string,
  { creator }: Pick<Launch, 'creator'>,
): CreateDropletRequest {
  const { region, userData, tags, expiresAt, idempotencyKeyHash, specHash, options } = spec;
  const { image, sshKeys, ipv6, monitoring, vpcUuid, instanceType } = options;
  const written = Object.entries({ ...toOwnershipTags({ expiresAt }), ...tags });
  return {
    sizeGiven: instanceType !== undefined,
    body: {
      name: toDropletName({ idempotencyKeyHash, specHash, creator }),
      region,
      size,
      image,
      ssh_keys: sshKeys,
      ipv6,
      monitoring,
      tags: [
        ...written.map(([key, value]) => encodeTag(key, value)),
        keyBucketTag(idempotencyKeyHash),
      ],
      ...(userData === undefined ? {} : { user_data: userData }),
      ...(vpcUuid === undefined ? {} : { vpc_uuid: vpcUuid }),
    },
  };
}
