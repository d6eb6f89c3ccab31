import { type Droplet, isLocked, statusOf } from './droplet.js';

/** A droplet as it really is at a time. */
export interface EmulatedDroplet {
  readonly id: number;
  readonly name: string;
  /** `gone` are those that were deleted and those whose creation failed. */
  readonly status: 'new' | 'active' | 'off' | 'gone';
  /** Whether a deletion was accepted that is not complete yet. */
  readonly ending: boolean;
  readonly locked: boolean;
  readonly size: string;
  readonly region: string;
  /** The image's slug, or its id where it has none. */
  readonly image: string;
  readonly tags: readonly string[];
  readonly sshKeyIds: readonly number[];
  readonly vpcUuid: string;
  readonly userData?: string;
  /** As soon as the API shows it. */
  readonly privateIp?: string;
  /** As soon as the API shows it. */
  readonly publicIp?: string;
  readonly createdAt: Date;
  readonly goneAt?: Date;
}

export function describeDroplet(droplet: Droplet, now: number): EmulatedDroplet {
  const { goneAt, image, features, addresses, userData } = droplet;
  const isGone = goneAt !== undefined && goneAt <= now;
  const isEnding = droplet.events.some(
    ({ type, startedAt }) => type === 'destroy' && startedAt <= now,
  );
  return {
    id: droplet.id,
    name: droplet.name.current,
    status: isGone ? 'gone' : statusOf(droplet, now),
    ending: isEnding && !isGone,
    locked: !isGone && isLocked(droplet, now),
    size: droplet.size.slug,
    region: droplet.region.slug,
    image: image.slug ?? String(image.id),
    tags: droplet.tags.current,
    sshKeyIds: droplet.sshKeyIds,
    vpcUuid: droplet.vpcUuid,
    ...(userData !== undefined && { userData }),
    ...(droplet.privateAddressAt <= now && { privateIp: addresses.private }),
    ...(features.publicNetworking &&
      droplet.publicAddressAt <= now && { publicIp: addresses.public }),
    createdAt: new Date(droplet.createdAt),
    ...(isGone && { goneAt: new Date(goneAt) }),
  };
}
