import { createHash } from 'node:crypto';
import { idempotencyKeySchema } from '../contract/instance-spec-schema.js';
import { parseInput } from '../validation/parse-input.js';

/** What Stagely itself writes on a machine, beside the user's tags. */
export interface Ownership {
  /** What `hashIdempotencyKey()` makes of the key. */
  readonly idempotencyKeyHash?: string | undefined;
  /** What `hashInstanceSpec()` makes of the spec. */
  readonly specHash?: string | undefined;
  /** The end of the lease. */
  readonly expiresAt?: Date | undefined;
  /** Which provider object requested the machine: `Launch.creator`. */
  readonly creator?: string | undefined;
}

/** The keys of Stagely's own tags: letters and dashes, which every cloud holds. */
export const OWNERSHIP_TAG = {
  /** On every machine of Stagely's; the value is the version of this scheme. */
  managed: 'stagely-managed',
  idempotencyKeyHash: 'stagely-key',
  specHash: 'stagely-spec',
  /** Milliseconds since the epoch. */
  expiresAt: 'stagely-expires-at',
  creator: 'stagely-creator',
  /** The mark `adopted`, whatever its value. */
  adopted: 'stagely-adopted',
  /** The mark `abandoned`, whatever its value. */
  abandoned: 'stagely-abandoned',
} as const;

/** Writes ownership as tags; values are letters, digits and dashes. */
export function toOwnershipTags(ownership: Ownership): Record<string, string> {
  const { idempotencyKeyHash, specHash, expiresAt, creator } = ownership;
  return {
    [OWNERSHIP_TAG.managed]: '1',
    ...(idempotencyKeyHash === undefined
      ? {}
      : { [OWNERSHIP_TAG.idempotencyKeyHash]: idempotencyKeyHash }),
    ...(specHash === undefined ? {} : { [OWNERSHIP_TAG.specHash]: specHash }),
    ...(expiresAt === undefined ? {} : { [OWNERSHIP_TAG.expiresAt]: String(expiresAt.getTime()) }),
    ...(creator === undefined ? {} : { [OWNERSHIP_TAG.creator]: creator }),
  };
}

/** A machine's tags, told apart. What does not stand on it is left out. */
export interface OwnedTags {
  /** The user's tags. */
  readonly tags: Record<string, string>;
  readonly idempotencyKeyHash?: string;
  readonly specHash?: string;
  readonly expiresAt?: Date;
  readonly creator?: string;
  readonly adopted?: true;
  readonly abandoned?: true;
}

/** Reads ownership back from all tags of a machine; `undefined` for a machine that Stagely does not manage. */
export function readOwnershipTags(
  allTags: Readonly<Record<string, string>>,
): OwnedTags | undefined {
  if (!Object.hasOwn(allTags, OWNERSHIP_TAG.managed)) return undefined;
  const own = new Set<string>(Object.values(OWNERSHIP_TAG));
  const idempotencyKeyHash = allTags[OWNERSHIP_TAG.idempotencyKeyHash];
  const specHash = allTags[OWNERSHIP_TAG.specHash];
  const expiresAt = readTime(allTags[OWNERSHIP_TAG.expiresAt]);
  const creator = allTags[OWNERSHIP_TAG.creator];
  return {
    tags: Object.fromEntries(Object.entries(allTags).filter(([key]) => !own.has(key))),
    ...(idempotencyKeyHash === undefined ? {} : { idempotencyKeyHash }),
    ...(specHash === undefined ? {} : { specHash }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(creator === undefined ? {} : { creator }),
    ...(Object.hasOwn(allTags, OWNERSHIP_TAG.adopted) ? { adopted: true } : {}),
    ...(Object.hasOwn(allTags, OWNERSHIP_TAG.abandoned) ? { abandoned: true } : {}),
  };
}

/** A damaged time is no time: read as the year 1970, it would have the machine reaped. */
function readTime(text = ''): Date | undefined {
  const time = new Date(/^\d+$/.test(text) ? Number(text) : Number.NaN);
  return Number.isFinite(time.getTime()) ? time : undefined;
}

/**
 * The hash of an idempotency key as it stands on machines and in `ListedInstance.idempotencyKeyHash`:
 * 32 hexadecimal digits.
 *
 * @throws InvalidInputError for what cannot be a key
 */
export function hashIdempotencyKey(idempotencyKey: string): string {
  const operation = { operation: 'hashIdempotencyKey' };
  const key = parseInput(idempotencyKeySchema, idempotencyKey, 'idempotencyKey', operation);
  return createHash('sha256').update(`stagely key\0${key}`).digest('hex').slice(0, 32);
}
