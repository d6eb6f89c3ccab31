import * as v from 'valibot';
import {
  boundedText,
  isPlainObject,
  oneOf,
  strictFields,
  validDate,
} from '../validation/schemas.js';

const MAX_TAGS = 40;
const RESERVED_PREFIX = /^stagely/i;

/** Tags, whatever their keys are called: `constructor` and `__proto__` are keys like any other. */
export const tagsSchema = v.pipe(
  v.custom<Record<string, string>>(isPlainObject, 'must be an object of strings'),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const tags = Object.entries(dataset.value);
    if (tags.length > MAX_TAGS) {
      addIssue({ message: `must have at most ${MAX_TAGS} tags, not ${tags.length}` });
    }
    for (const [key, value] of tags) {
      for (const message of [...keyProblems(key), ...valueProblems(value)]) {
        addIssue({
          message,
          path: [{ type: 'object', origin: 'value', input: dataset.value, key, value }],
        });
      }
    }
  }),
  v.transform((tags) => Object.fromEntries(Object.entries(tags))),
);

function* keyProblems(key: string): Generator<string> {
  if (RESERVED_PREFIX.test(key)) yield 'has a key that starts with the reserved prefix "stagely"';
  const result = v.safeParse(boundedText(1, 127), key);
  if (!result.success) yield `has a key that ${result.issues[0].message}`;
}

function* valueProblems(value: unknown): Generator<string> {
  const result = v.safeParse(boundedText(0, 256), value);
  if (!result.success) yield result.issues[0].message;
}

/** Cloud-init text up to a provider's limit, which clouds count in bytes. */
const userDataSchema = (maxBytes: number) =>
  v.pipe(
    v.string('must be a string'),
    v.check(
      (text) => text.isWellFormed() && !text.includes('\0'),
      'must be text without NUL characters',
    ),
    v.check(
      (text) => Buffer.byteLength(text) <= maxBytes,
      ({ input }) => `must have at most ${maxBytes} bytes, not ${Buffer.byteLength(input)}`,
    ),
  );

export const regionSchema = v.pipe(
  boundedText(1, 64),
  v.regex(
    /^[a-z0-9][a-z0-9-]*$/i,
    ({ input }) => `must be a region name of letters, digits and dashes, not "${input}"`,
  ),
);

export const idempotencyKeySchema = boundedText(1, 255);

/** What the schema of a spec needs to know of the provider and the moment. */
export interface InstanceSpecLimits {
  readonly now: number;
  readonly userDataMaxBytes: number;
}

export const instanceSpecSchema = ({ now, userDataMaxBytes }: InstanceSpecLimits) =>
  strictFields({
    size: oneOf(['small', 'medium', 'large']),
    architecture: oneOf(['amd64', 'arm64']),
    region: v.optional(regionSchema),
    userData: v.optional(userDataSchema(userDataMaxBytes)),
    tags: v.optional(tagsSchema),
    spotInstance: v.optional(v.boolean('must be true or false')),
    idempotencyKey: v.optional(idempotencyKeySchema),
    expiresAt: v.optional(
      v.pipe(
        validDate,
        v.check((date) => !(date.getTime() <= now), 'must lie in the future'),
      ),
    ),
    providerOptions: v.optional(
      v.custom<Record<string, object | undefined>>(
        (value) =>
          isPlainObject(value) &&
          Object.values(value).every((options) => options === undefined || isPlainObject(options)),
        'must be an object of objects, one per provider',
      ),
    ),
  });

export const instanceFilterSchema = v.optional(
  strictFields({
    tags: v.optional(tagsSchema),
    idempotencyKey: v.optional(idempotencyKeySchema),
    region: v.optional(regionSchema),
    includeTerminated: v.optional(v.boolean('must be true or false')),
  }),
);
