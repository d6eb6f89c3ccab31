import type { InputIssue, InstanceSpec } from '@stagely/core';
import { type ParsedInstanceSpec, parseInstanceSpec } from '@stagely/core/plugin';
import { architectureOf } from './instance-types.js';
import { type ParsedOptions, providerOptionsSchema } from './provider-options.js';

/** EC2's limit, the smallest of the real clouds', so that a test finds what would fail there. */
const USER_DATA_MAX_BYTES = 16_384;

/** A checked spec with every default filled in. */
export type ParsedMockSpec = ParsedInstanceSpec<ParsedOptions>;

/**
 * Checks a spec against what the mock has.
 *
 * @throws InvalidInputError
 */
export function parseMockSpec(
  spec: InstanceSpec,
  options: {
    readonly regions: readonly string[];
    readonly defaultRegion: string;
    readonly now: number;
  },
): Promise<ParsedMockSpec> {
  const { regions, defaultRegion, now } = options;
  return parseInstanceSpec(spec, {
    provider: 'mock',
    defaultRegion,
    now,
    userDataMaxBytes: USER_DATA_MAX_BYTES,
    providerOptions: providerOptionsSchema,
    check: (parsed) => [
      ...regionIssues(parsed.region, regions, 'spec.region'),
      ...typeIssues(parsed),
    ],
  });
}

/** What is wrong with a region: nothing when the mock has it. */
export function regionIssues(
  region: string | undefined,
  regions: readonly string[],
  path: string,
): InputIssue[] {
  if (region === undefined || regions.includes(region)) return [];
  return [{ path, message: `must be one of ${regions.join(', ')}` }];
}

function typeIssues({ architecture, options }: ParsedMockSpec): InputIssue[] {
  const { instanceType } = options;
  if (instanceType === undefined || architectureOf(instanceType) === architecture) return [];
  const message = `must be an ${architecture} type, not ${instanceType}`;
  return [{ path: 'spec.providerOptions.mock.instanceType', message }];
}

/** The spec as the call log keeps it: after defaults, without user data. */
export function toLoggedSpec(spec: ParsedMockSpec): Omit<InstanceSpec, 'userData'> {
  const { size, architecture, region, tags, spotInstance, idempotencyKey, expiresAt, options } =
    spec;
  return {
    size,
    architecture,
    region,
    tags: { ...tags },
    spotInstance,
    idempotencyKey,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    providerOptions: { mock: options },
  };
}
