import * as v from 'valibot';
import { printText } from '../validation/print-text.js';
import { boundedText, oneOf, plainObject, strictFields, validDate } from '../validation/schemas.js';

const MAX_TAGS = 40;
const RESERVED_PREFIX = /^stagely/i;
/** The one key under the reserved prefix that is the user's: it marks test machines for `reapInstances`. */
const TEST_TAG = 'stagely_test';

const tagKey = v.pipe(
  boundedText(1, 127),
  v.check(
    (key) => key === TEST_TAG || !RESERVED_PREFIX.test(key),
    'starts with the reserved prefix "stagely"',
  ),
);
const tagValue = boundedText(0, 256);

/** Tags, whatever their keys are called: `constructor` and `__proto__` are keys like any other. */
export const tagsSchema = v.pipe(
  plainObject('must be an object of strings'),
  v.rawTransform(({ dataset, addIssue, NEVER }): Record<string, string> => {
    const input = dataset.value;
    const entries = Object.entries(input);
    const tags: [string, string][] = [];
    if (entries.length > MAX_TAGS) {
      addIssue({ message: `must have at most ${MAX_TAGS} tags, not ${entries.length}` });
    }
    for (const [key, value] of entries) {
      for (const message of tagProblems(key, value)) {
        addIssue({ message, path: [{ type: 'object', origin: 'value', input, key, value }] });
      }
      if (typeof value === 'string') tags.push([key, value]);
    }
    return dataset.issues === undefined ? Object.fromEntries(tags) : NEVER;
  }),
);

function* tagProblems(key: string, value: unknown): Generator<string> {
  const [keyIssue] = v.safeParse(tagKey, key).issues ?? [];
  const [valueIssue] = v.safeParse(tagValue, value).issues ?? [];
  if (keyIssue !== undefined) yield `has a key that ${keyIssue.message}`;
  if (valueIssue !== undefined) yield valueIssue.message;
}

/** Cloud-init text up to a provider's limit, which clouds count in bytes. */
const userDataSchema = (maxBytes: number) =>
  v.pipe(
    v.string('must be a string'),
    v.check(
      (text) => text.isWellFormed() && !text.includes('\0'),
      'must not contain NUL characters or broken Unicode',
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
    ({ input }) => `must be a region name of letters, digits and dashes, not "${printText(input)}"`,
  ),
);

export const idempotencyKeySchema = boundedText(1, 255);

/** Options of every provider; what is in them, each provider checks for itself. */
const providerOptionsSchema = v.pipe(
  plainObject('must be an object of objects, one per provider'),
  v.record(v.string(), v.optional(plainObject('must be an object'))),
);

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
        v.check((date) => date.getTime() > now, 'must lie in the future'),
      ),
    ),
    providerOptions: v.optional(providerOptionsSchema),
  });

export const instanceFilterSchema = v.optional(
  strictFields({
    tags: v.optional(tagsSchema),
    idempotencyKey: v.optional(idempotencyKeySchema),
    region: v.optional(regionSchema),
    includeTerminated: v.optional(v.boolean('must be true or false')),
  }),
);
