import type { Tag } from '@aws-sdk/client-ec2';
import { type OwnedTags, readOwnershipTags } from '@stagely/core/plugin';
import type { InstanceAnswer } from '../wire/instance-schema.js';

/** Beside the tags of `OWNERSHIP_TAG`: which generation of client tokens an instance was requested with. */
const GENERATION_TAG = 'stagely-generation';

/** Tags that this provider reads and writes. */
export interface AwsTags {
  /** `undefined` for what Stagely has not made. */
  readonly owned: OwnedTags | undefined;
  readonly generation: number | undefined;
}

/** Writes tags as EC2 takes them; it holds any text. */
export function toEc2Tags(tags: Readonly<Record<string, string>>, generation: number): Tag[] {
  return [...Object.entries(tags), [GENERATION_TAG, String(generation)] as const].map(
    ([Key, Value]) => ({ Key, Value }),
  );
}

/** Reads tags back; those that AWS itself has put there are left out. */
export function readEc2Tags(tags: InstanceAnswer['Tags']): AwsTags {
  const all = Object.fromEntries(
    tags.filter(({ Key }) => !/^aws:/i.test(Key)).map(({ Key, Value }) => [Key, Value]),
  );
  const { [GENERATION_TAG]: generation = '', ...others } = all;
  return {
    owned: readOwnershipTags(others),
    generation: /^\d{1,15}$/.test(generation) ? Number(generation) : undefined,
  };
}
