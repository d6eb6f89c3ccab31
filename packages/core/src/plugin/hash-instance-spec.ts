import { createHash } from 'node:crypto';
import { isPlainObject } from '../validation/schemas.js';

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

/**
 * JSON with sorted keys and without what is undefined, so that equal values give equal text.
 *
 * @throws TypeError for what JSON would leave out or empty (functions, maps, numbers that are not finite), because
 * different values would give equal text
 */
export function canonicalJson(value: unknown): string {
  const json: string | undefined = JSON.stringify(value, (_, inner: unknown) => {
    if (isPlainObject(inner)) return Object.fromEntries(Object.entries(inner).sort(byKey));
    if (isLossless(inner)) return inner;
    throw new TypeError('Only JSON values have a canonical form.');
  });
  return json ?? 'null';
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function isLossless(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return (
    ['string', 'boolean', 'undefined'].includes(typeof value) ||
    value === null ||
    Array.isArray(value)
  );
}
