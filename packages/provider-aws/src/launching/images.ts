import type { Architecture } from '@stagely/core';

/** An image to launch from. */
export interface LaunchImage {
  /** What `ImageId` takes: an id, or `resolve:ssm:` and the name of a parameter. */
  readonly imageId: string;
  /** Whether it stands in for the first choice, which could not be had. */
  readonly substitute: boolean;
}

/** Builds of Ubuntu 22.04 that are public knowledge, for accounts that may not read the parameter that names the newest. */
const DOCUMENTED_IMAGES: Readonly<Record<string, Readonly<Record<Architecture, string>>>> = {
  'us-east-1': { amd64: 'ami-0c7217cdde317cfec', arm64: 'ami-0a0c8eebcdd6dcbd0' },
};

/** The image of a spec: the given one, or Canonical's newest build of Ubuntu 22.04. Every region has that parameter. */
export function imageFor(image: string | undefined, architecture: Architecture): LaunchImage {
  const parameter = `/aws/service/canonical/ubuntu/server/22.04/stable/current/${architecture}/hvm/ebs-gp2/ami-id`;
  return { imageId: image ?? `resolve:ssm:${parameter}`, substitute: false };
}

/** The image for an account that may not read the parameter; ids are valid in one region only. */
export function substituteImage(
  region: string,
  architecture: Architecture,
): LaunchImage | undefined {
  const imageId = DOCUMENTED_IMAGES[region]?.[architecture];
  return imageId === undefined ? undefined : { imageId, substitute: true };
}
