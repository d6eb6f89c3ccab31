import type { InputIssue, InstanceSpec } from '@stagely/core';
import { type ParsedInstanceSpec, parseInstanceSpec } from '@stagely/core/plugin';
import { encodeUserData } from './launching/encode-user-data.js';
import { awsOptionsSchema, type ParsedAwsOptions } from './provider-options.js';
import { REGION_PATTERN } from './regions/region-form.js';

/** A checked spec. */
export type AwsSpec = ParsedInstanceSpec<ParsedAwsOptions>;

/** More than this is not worth the try to compress it to what EC2 takes. */
const MAX_UNCOMPRESSED_BYTES = 1_048_576;

/**
 * Checks a spec, as far as that needs no request.
 *
 * @throws InvalidInputError with every problem and its path
 */
export function parseAwsSpec(
  input: InstanceSpec,
  { defaultRegion, now }: { readonly defaultRegion: string; readonly now: number },
): Promise<AwsSpec> {
  return parseInstanceSpec(input, {
    provider: 'aws',
    defaultRegion,
    now,
    userDataMaxBytes: MAX_UNCOMPRESSED_BYTES,
    providerOptions: awsOptionsSchema,
    check: (spec) => [...checkRegion(spec), ...checkTags(spec), ...checkUserData(spec)],
  });
}

function checkRegion({ region }: AwsSpec): InputIssue[] {
  if (REGION_PATTERN.test(region)) return [];
  return [{ path: 'spec.region', message: `must be a region such as eu-west-1, not "${region}"` }];
}

function checkTags({ tags }: AwsSpec): InputIssue[] {
  return Object.keys(tags)
    .filter((key) => /^aws:/i.test(key))
    .map((key) => ({
      path: `spec.tags.${key}`,
      message: 'starts with aws:, which AWS keeps for itself',
    }));
}

function checkUserData({ userData = '' }: AwsSpec): InputIssue[] {
  const encoded = encodeUserData(userData);
  return 'problem' in encoded ? [{ path: 'spec.userData', message: encoded.problem }] : [];
}
