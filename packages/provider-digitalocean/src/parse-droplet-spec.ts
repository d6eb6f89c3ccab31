import type { InputIssue, InstanceSpec } from '@stagely/core';
import { type ParsedInstanceSpec, parseInstanceSpec } from '@stagely/core/plugin';
import { encodeTag, fitsTag } from './droplets/tag-text.js';
import { type ParsedOptions, providerOptionsSchema } from './provider-options.js';

/** What DigitalOcean takes as user data. */
const USER_DATA_MAX_BYTES = 65_536;

/** A checked spec with every default filled in. */
export type DropletSpec = ParsedInstanceSpec<ParsedOptions>;

/**
 * Checks a spec against what DigitalOcean can hold.
 *
 * @throws InvalidInputError
 */
export function parseDropletSpec(
  spec: InstanceSpec,
  { defaultRegion, now }: { readonly defaultRegion: string; readonly now: number },
): Promise<DropletSpec> {
  return parseInstanceSpec(spec, {
    provider: 'digitalocean',
    defaultRegion,
    now,
    userDataMaxBytes: USER_DATA_MAX_BYTES,
    providerOptions: providerOptionsSchema,
    check: (parsed) => [...architectureIssues(parsed), ...tagIssues(parsed)],
  });
}

function architectureIssues({ architecture, options }: DropletSpec): InputIssue[] {
  if (architecture === 'amd64' || options.architectureFallback === 'emulate') return [];
  const message = 'must be amd64: DigitalOcean has no arm64, and architectureFallback is "error"';
  return [{ path: 'spec.architecture', message }];
}

function tagIssues({ tags }: DropletSpec): InputIssue[] {
  return Object.entries(tags)
    .map(([key, value]) => ({ key, length: encodeTag(key, value).length }))
    .filter(({ length }) => !fitsTag(length))
    .map(({ key, length }) => ({
      path: `spec.tags.${key}`,
      message: `is too long for DigitalOcean: as a tag of its it would have ${length} characters, and 255 is the most`,
    }));
}
