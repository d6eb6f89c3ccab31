/** What a droplet's name tells: whose key it has, of which spec it is, and who requested it. */
export interface DropletNameParts {
  /** What `hashIdempotencyKey()` makes of the key. */
  readonly idempotencyKeyHash: string;
  /** What `hashInstanceSpec()` makes of the spec; read back, as `shortenSpecHash` makes it. */
  readonly specHash: string;
  /** `Launch.creator`; read back, it ends after 8 hexadecimal digits. */
  readonly creator: string;
}

const SPEC_DIGITS = 11;
const CREATOR_DIGITS = 8;

const form =
  /^stagely-(?<key>[0-9a-f]{32})-(?<version>[0-9a-z])(?<spec>[0-9a-f]{11})-(?<creator>[0-9a-f]{8})$/;

/** What a name keeps of the hash of a spec: its version, and the first of its digits. */
export function shortenSpecHash(specHash: string): string {
  const [version = '', digits = ''] = specHash.split('-');
  return `${version}-${digits.slice(0, SPEC_DIGITS)}`;
}

/**
 * Names a droplet by what there would otherwise have to be three tags of the account for. It is one label of a host
 * name: 62 characters, in lower case.
 */
export function toDropletName(parts: DropletNameParts): string {
  const { idempotencyKeyHash, specHash, creator } = parts;
  const spec = shortenSpecHash(specHash).replace('-', '');
  return `stagely-${idempotencyKeyHash}-${spec}-${creator.slice(0, CREATOR_DIGITS)}`;
}

/** Reads a droplet's name; `undefined` for one that somebody else has given. */
export function readDropletName(name: string): DropletNameParts | undefined {
  const { key, version, spec, creator } = form.exec(name)?.groups ?? {};
  if (key === undefined || creator === undefined) return undefined;
  return { idempotencyKeyHash: key, specHash: `${version}-${spec}`, creator };
}
