import { randomUUID } from 'node:crypto';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import * as v from 'valibot';
import type { Architecture, InstanceSize, InstanceSpec } from '../contract/instance-spec.js';
import { idempotencyKeySchema, instanceSpecSchema } from '../contract/instance-spec-schema.js';
import type { InputIssue } from '../errors/invalid-input-error.js';
import { invalidInput, toInputIssues } from '../validation/parse-input.js';
import { isPlainObject } from '../validation/schemas.js';
import { hashInstanceSpec } from './hash-instance-spec.js';
import { hashIdempotencyKey } from './ownership-tags.js';
import { standardIssues } from './standard-issues.js';

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
  /** The shape of `providerOptions[provider]`; it is given `{}` where the spec has none. */
  readonly providerOptions: Schema;
  /** Further problems that only this provider has, such as tags that its cloud cannot hold. */
  readonly check?: (
    spec: ParsedInstanceSpec<StandardSchemaV1.InferOutput<Schema>>,
  ) => readonly InputIssue[];
}

/**
 * Checks a spec and fills in the defaults.
 *
 * @throws InvalidInputError with every problem and its path, outcome `no-instance`
 */
export async function parseInstanceSpec<const Schema extends StandardSchemaV1>(
  input: InstanceSpec,
  options: ParseInstanceSpecOptions<Schema>,
): Promise<ParsedInstanceSpec<StandardSchemaV1.InferOutput<Schema>>> {
  const { provider, defaultRegion, now, userDataMaxBytes } = options;
  const givenKey = v.safeParse(idempotencyKeySchema, readField(input, 'idempotencyKey'));
  const idempotencyKey = givenKey.success ? givenKey.output : randomUUID();
  const operation = {
    provider,
    operation: 'createInstance',
    outcome: 'no-instance',
    idempotencyKey,
  } as const;

  const spec = v.safeParse(instanceSpecSchema({ now, userDataMaxBytes }), input);
  const ownOptions = readField(readField(input, 'providerOptions'), provider);
  const parsedOptions = await options.providerOptions['~standard'].validate(ownOptions ?? {});
  const issues = [
    ...(spec.success ? [] : toInputIssues('spec', spec.issues)),
    ...standardIssues(`spec.providerOptions.${provider}`, parsedOptions),
  ];
  if (!spec.success || parsedOptions.issues) throw invalidInput(operation, issues);

  const { size, architecture, userData, expiresAt } = spec.output;
  const hashed = {
    size,
    architecture,
    region: spec.output.region ?? defaultRegion,
    tags: spec.output.tags ?? {},
    spotInstance: spec.output.spotInstance ?? false,
    options: parsedOptions.value,
    ...(userData === undefined || userData === '' ? {} : { userData }),
  };
  const parsed = {
    ...hashed,
    idempotencyKey,
    idempotencyKeyHash: hashIdempotencyKey(idempotencyKey),
    idempotencyKeyGiven: givenKey.success,
    specHash: hashInstanceSpec(hashed),
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
  };
  const further = options.check?.(parsed) ?? [];
  if (further.length > 0) throw invalidInput(operation, further);
  return parsed;
}

function readField(input: unknown, field: string): unknown {
  return isPlainObject(input) && Object.hasOwn(input, field) ? input[field] : undefined;
}
