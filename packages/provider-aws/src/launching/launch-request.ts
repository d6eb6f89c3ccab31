import type { Operation } from '@stagely/core/plugin';
import { toOwnershipTags } from '@stagely/core/plugin';
import { toEc2Tags } from '../instances/aws-tags.js';
import type { AwsSpec } from '../parse-aws-spec.js';
import type { LaunchImage } from './images.js';

/** What one create request is made of. */
export interface LaunchRequest {
  readonly spec: AwsSpec;
  readonly image: LaunchImage;
  readonly generation: number;
  readonly creator: string;
  /** Every error of the request carries it. */
  readonly operation: Operation;
}

/** The tags of the instance and its volume: the user's and Stagely's own. */
export function tagsOf({ spec, creator, generation }: LaunchRequest) {
  const { tags, idempotencyKeyHash, specHash, expiresAt } = spec;
  const ownership = toOwnershipTags({ idempotencyKeyHash, specHash, expiresAt, creator });
  // Not by spreading, which would take a tag called __proto__ for something else.
  return toEc2Tags(
    Object.fromEntries([...Object.entries(tags), ...Object.entries(ownership)]),
    generation,
  );
}
