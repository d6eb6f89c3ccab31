import { strictFields } from '@stagely/core/plugin';
import * as v from 'valibot';

/** `providerOptions.hetzner`. */
export interface HetznerOptions {
  /**
   * The name of a system or app image, or the id of any image, snapshots included. Default: `ubuntu-22.04`, and
   * `ubuntu-24.04` with a warning where Hetzner has that no more.
   */
  image?: string | number | undefined;
  /** A server type in place of those for the size, such as `ccx23`. No other one is tried. */
  instanceType?: string | undefined;
  /** Names or ids of SSH keys of the project. Default: none, so that Hetzner makes a root password that nobody gets. */
  sshKeys?: readonly (string | number)[] | undefined;
  /** Ids of private networks. Default: none, so that the machine has no private address. */
  networks?: readonly number[] | undefined;
  /** Ids of firewalls. Default: none. */
  firewalls?: readonly number[] | undefined;
  /** Whether the machine gets a public IPv6 network beside its IPv4 address. Default: true. */
  ipv6?: boolean | undefined;
}

declare module '@stagely/core' {
  interface ProviderOptions {
    hetzner?: HetznerOptions | undefined;
  }
}

const ID = 'must be an id, a whole number from 1';
const idSchema = v.pipe(v.number(ID), v.safeInteger(ID), v.minValue(1, ID));

const nameSchema = (message: string) =>
  v.pipe(
    v.string(message),
    v.check(
      (name) => name !== '' && name.length <= 255 && !/\p{Cc}/u.test(name) && name.isWellFormed(),
      'must have 1 to 255 characters, without control characters and broken Unicode',
    ),
  );

const reference = (name: string) => {
  const message = `must be the name or id of ${name}`;
  return v.pipe(v.union([nameSchema(message), idSchema], message), v.transform(String));
};

const listOf = <const Schema extends v.GenericSchema>(schema: Schema) =>
  v.optional(
    v.pipe(v.array(schema, 'must be a list'), v.maxLength(100, 'must be at most 100')),
    [],
  );

export const providerOptionsSchema = strictFields({
  image: v.optional(reference('an image')),
  instanceType: v.optional(
    v.pipe(
      v.string('must be the name of a server type'),
      v.regex(/^[a-z][a-z0-9-]{0,62}$/, 'must be the name of a server type, such as cx23'),
    ),
  ),
  sshKeys: listOf(reference('an SSH key')),
  networks: listOf(idSchema),
  firewalls: listOf(idSchema),
  ipv6: v.optional(v.boolean('must be true or false'), true),
});

export type ParsedOptions = v.InferOutput<typeof providerOptionsSchema>;
