import { createHash } from 'node:crypto';

/** What makes two specs the same request: everything but key, lease and other providers' options. */
export interface HashedSpec {
  readonly size: string;
  readonly architecture: string;
  readonly region: string;
  readonly userData?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly spotInstance: boolean;
  /** The provider's own options, after defaults. */
  readonly options: unknown;
}

/** The versioned hash of a spec after defaults: `1-` and 32 hexadecimal digits. */
export function hashInstanceSpec(spec: HashedSpec): string {
  const { size, architecture, region, userData, tags, spotInstance, options } = spec;
  const canonical = canonicalJson({
    size,
    architecture,
    region,
    userData,
    tags,
    spotInstance,
    options,
  });
  return `1-${createHash('sha256').update(canonical).digest('hex').slice(0, 32)}`;
}

/** JSON with sorted keys and without what is undefined, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}
