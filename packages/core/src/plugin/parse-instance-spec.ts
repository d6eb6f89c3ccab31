import { randomUUID } from 'node:crypto';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import * as v from 'valibot';
import type { Architecture, InstanceSize, InstanceSpec } from '../contract/instance-spec.js';
import { idempotencyKeySchema, instanceSpecSchema } from '../contract/instance-spec-schema.js';
import type { InputIssue } from '../errors/invalid-input-error.js';
import { checkInput, invalidInput } from '../validation/parse-input.js';
import { plainObject } from '../validation/schemas.js';
import { checkStandardSchema, type StandardCheck } from './check-standard-schema.js';
import { canonicalJson, hashInstanceSpec } from './hash-instance-spec.js';
import { hashIdempotencyKey } from './ownership-tags.js';

/** A checked spec with every default filled in. */
export interface ParsedInstanceSpec<Options> {
  readonly size: InstanceSize;
  readonly architecture: Architecture;
  readonly region: string;
  readonly userData?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly spotInstance: boolean;
  readonly idempotencyKey: string;
  readonly idempotencyKeyHash: string;
  /** Whether the caller gave the key; a key that was made needs no search for earlier machines. */
  readonly idempotencyKeyGiven: boolean;
  readonly expiresAt?: Date;
  /** This provider's options. */
  readonly options: Options;
  readonly specHash: string;
}

export interface ParseInstanceSpecOptions<Schema extends StandardSchemaV1> {
  /** The provider's name, which is also the key of its options. */
  readonly provider: string;
  /** The region of the credentials. */
  readonly defaultRegion: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The cloud's limit for user data. */
  readonly userDataMaxBytes: number;
  /**
   * The shape of `providerOptions[provider]`; it is given `{}` where the spec has none. What it makes of them is
   * hashed, so it must be of JSON values.
   */
  readonly providerOptions: Schema;
  /** Further problems that only this provider has, such as tags that its cloud cannot hold. */
  readonly check?: (
    spec: ParsedInstanceSpec<StandardSchemaV1.InferOutput<Schema>>,
  ) => readonly InputIssue[];
}

/**
 * Checks a spec and fills in the defaults. Everything is read from it once, so what the caller changes later
 * changes nothing.
 *
 * @throws InvalidInputError with every problem and its path, outcome `no-instance`; also when the provider's own
 * schema throws
 */
export async function parseInstanceSpec<const Schema extends StandardSchemaV1>(
  input: InstanceSpec,
  options: ParseInstanceSpecOptions<Schema>,
): Promise<ParsedInstanceSpec<StandardSchemaV1.InferOutput<Schema>>> {
  const { provider, defaultRegion, now, userDataMaxBytes } = options;
  const readable = checkInput(plainObject('must be an object'), input, 'spec');
  const fields = readable.success ? readable.output : {};
  const givenKey = v.safeParse(idempotencyKeySchema, fields['idempotencyKey']);
  const idempotencyKey = givenKey.success ? givenKey.output : randomUUID();
  const operation = {
    provider,
    operation: 'createInstance',
    outcome: 'no-instance',
    idempotencyKey,
  } as const;
  if (!readable.success) throw invalidInput(operation, readable.issues);

  const spec = checkInput(instanceSpecSchema({ now, userDataMaxBytes }), fields, 'spec');
  const { providerOptions } = spec.success ? spec.output : fields;
  const own = await checkOwnOptions(providerOptions, options);
  if (!spec.success || !own.success) {
    const issues = [...(spec.success ? [] : spec.issues), ...(own.success ? [] : own.issues)];
    throw invalidInput(operation, issues, own.success ? undefined : own.cause);
  }

  const { size, architecture, userData, expiresAt } = spec.output;
  const hashed = {
    size,
    architecture,
    region: spec.output.region ?? defaultRegion,
    tags: spec.output.tags ?? {},
    spotInstance: spec.output.spotInstance ?? false,
    options: own.output,
    ...(userData === undefined || userData === '' ? {} : { userData }),
  };
  const parsed = {
    ...hashed,
    idempotencyKey,
    idempotencyKeyHash: hashIdempotencyKey(idempotencyKey),
    idempotencyKeyGiven: givenKey.success,
    specHash: hashInstanceSpec(hashed),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  const further = options.check?.(parsed) ?? [];
  if (further.length > 0) throw invalidInput(operation, further);
  return parsed;
}

/** Checks this provider's part of `providerOptions`; what cannot be read at all, the spec's own schema has reported. */
async function checkOwnOptions<const Schema extends StandardSchemaV1>(
  providerOptions: unknown,
  { provider, providerOptions: schema }: ParseInstanceSpecOptions<Schema>,
): Promise<StandardCheck<StandardSchemaV1.InferOutput<Schema>>> {
  const path = `spec.providerOptions.${provider}`;
  const all = checkInput(plainObject(''), providerOptions ?? {}, path);
  const given = all.success && Object.hasOwn(all.output, provider) ? all.output[provider] : {};
  const own = checkInput(plainObject(''), given ?? {}, path);
  if (!own.success) return { success: false, issues: [] };
  const checked = await checkStandardSchema(schema, own.output, path);
  if (!checked.success || isCanonical(checked.output)) return checked;
  return { success: false, issues: [{ path, message: 'must hold nothing but JSON values' }] };
}

function isCanonical(value: unknown): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}
