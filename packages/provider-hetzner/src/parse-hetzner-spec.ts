import type { InputIssue, InstanceSpec } from '@stagely/core';
import { type ParsedInstanceSpec, parseInstanceSpec } from '@stagely/core/plugin';
import { tagProblem } from './labels/tag-labels.js';
import { type ParsedOptions, providerOptionsSchema } from './provider-options.js';

export type HetznerSpec = ParsedInstanceSpec<ParsedOptions>;

/** Hetzner Cloud API, `POST /servers`: "limited to 32KiB". */
const USER_DATA_MAX_BYTES = 32_768;

/** How much of a key a path shows. */
const MAX_PRINTED_KEY = 60;

/** @throws InvalidInputError with every problem of the spec, tags that Hetzner cannot hold among them */
export function parseHetznerSpec(
  input: InstanceSpec,
  { location, now }: { readonly location: string; readonly now: number },
): Promise<HetznerSpec> {
  return parseInstanceSpec(input, {
    provider: 'hetzner',
    defaultRegion: location,
    now,
    userDataMaxBytes: USER_DATA_MAX_BYTES,
    providerOptions: providerOptionsSchema,
    check: ({ tags }) => tagIssues(tags),
  });
}

function tagIssues(tags: Readonly<Record<string, string>>): InputIssue[] {
  return Object.entries(tags).flatMap(([key, value]) => {
    const message = tagProblem(key, value);
    if (message === undefined) return [];
    const printed = key.length > MAX_PRINTED_KEY ? `${key.slice(0, MAX_PRINTED_KEY)}…` : key;
    return [{ path: `spec.tags.${printed}`, message }];
  });
}
