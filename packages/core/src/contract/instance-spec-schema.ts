import * as v from 'valibot';
import { printText } from '../validation/print-text.js';
import { boundedText, oneOf, plainObject, strictFields, validDate } from '../validation/schemas.js';
import { tagsSchema } from './tags-schema.js';

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

const regionSchema = v.pipe(
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
