import { strictFields } from '@stagely/core/plugin';
import * as v from 'valibot';

/** `providerOptions.digitalocean`. */
export interface DigitalOceanOptions {
  /** The slug of a public image, or the id of an image or a snapshot. Default: `ubuntu-22-04-x64`. */
  image?: string | number | undefined;
  /** The slug of a size in place of those for the spec's size; no other is tried then. */
  instanceType?: string | undefined;
  /** SSH keys of the account, by id or fingerprint. Default: none. */
  sshKeys?: readonly (string | number)[] | undefined;
  /** The VPC network to be in. Default: the region's default one. */
  vpcUuid?: string | undefined;
  /** Whether the droplet gets an IPv6 address too. Default: false. */
  ipv6?: boolean | undefined;
  /** Whether DigitalOcean's metrics agent is installed. Default: false. */
  monitoring?: boolean | undefined;
  /**
   * What becomes of a spec for arm64, which DigitalOcean does not have: an amd64 droplet with a warning, on which
   * arm64 workloads run under QEMU (`emulate`), or an `InvalidInputError` (`error`). Default: `emulate`.
   */
  architectureFallback?: 'emulate' | 'error' | undefined;
}

declare module '@stagely/core' {
  interface ProviderOptions {
    digitalocean?: DigitalOceanOptions | undefined;
  }
}

const MOST_SSH_KEYS = 100;

const slug = v.pipe(
  v.string('must be a string'),
  v.regex(/^[a-z0-9][a-z0-9._-]{0,254}$/i, 'must be a slug of letters, digits, dots and dashes'),
);
const id = v.pipe(
  v.number('must be a slug or an id'),
  v.safeInteger('must be a whole number'),
  v.minValue(1, 'must be at least 1'),
);
/** Ids written as text are the same ids. */
const slugOrId = v.pipe(
  v.union([slug, id], 'must be a slug or an id'),
  v.transform((value) =>
    typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : value,
  ),
);
const sshKey = v.union(
  [v.pipe(v.string(), v.regex(/^[\w:+/=-]{1,255}$/)), id],
  'must be the id or the fingerprint of a key',
);
const flag = v.boolean('must be true or false');

export const providerOptionsSchema = strictFields({
  image: v.optional(slugOrId, 'ubuntu-22-04-x64'),
  instanceType: v.optional(slug),
  sshKeys: v.optional(
    v.pipe(
      v.array(sshKey, 'must be a list of key ids and fingerprints'),
      v.maxLength(MOST_SSH_KEYS, `must have at most ${MOST_SSH_KEYS} keys`),
    ),
    [],
  ),
  vpcUuid: v.optional(v.pipe(v.string('must be a UUID'), v.uuid('must be a UUID'))),
  ipv6: v.optional(flag, false),
  monitoring: v.optional(flag, false),
  architectureFallback: v.optional(
    v.picklist(['emulate', 'error'], 'must be "emulate" or "error"'),
    'emulate',
  ),
} satisfies Record<keyof DigitalOceanOptions, v.GenericSchema>);

export type ParsedOptions = v.InferOutput<typeof providerOptionsSchema>;
