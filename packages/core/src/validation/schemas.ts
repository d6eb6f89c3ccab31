import { isDate } from 'node:util/types';
import * as v from 'valibot';
import { printText } from './print-text.js';

const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * An object such as a literal makes, copied at once: whatever its getters do or a Proxy answers, they are asked
 * only here.
 */
export function plainObject(message: string) {
  return v.pipe(
    v.custom<object>(isPlainObject, message),
    v.rawTransform(({ dataset, addIssue, NEVER }): Record<string, unknown> => {
      try {
        return { ...dataset.value };
      } catch {
        addIssue({ message: 'cannot be read: one of its fields throws an error' });
        return NEVER;
      }
    }),
  );
}

/** A strict object that reports every unknown field, whatever it is called, beside every other problem. */
export function strictFields<const Entries extends v.ObjectEntries>(entries: Entries) {
  const known = v.object(entries, 'is required');
  return v.pipe(
    plainObject('must be an object'),
    v.rawTransform(({ dataset, addIssue, NEVER }): v.InferOutput<typeof known> => {
      const input = dataset.value;
      const result = v.safeParse(known, input, { abortPipeEarly: true });
      for (const { message, path } of result.issues ?? []) {
        addIssue(path === undefined ? { message } : { message, path });
      }
      const unknownKeys = Object.keys(input).filter((key) => !Object.hasOwn(entries, key));
      for (const key of unknownKeys) {
        addIssue({
          message: 'is not a known field',
          path: [{ type: 'object', origin: 'key', input, key, value: input[key] }],
        });
      }
      return result.success ? result.output : NEVER;
    }),
  );
}

/** Text within bounds, without NUL and other control characters that no cloud takes. */
export function boundedText(minLength: number, maxLength: number) {
  return v.pipe(
    v.string(({ input }) => (input === undefined ? 'is required' : 'must be a string')),
    v.minLength(
      minLength,
      minLength === 1 ? 'must not be empty' : `must have at least ${minLength} characters`,
    ),
    v.maxLength(
      maxLength,
      ({ input }) => `must have at most ${maxLength} characters, not ${input.length}`,
    ),
    v.check(
      (text) => !CONTROL_CHARACTER.test(text) && text.isWellFormed(),
      'must not contain control characters or broken Unicode',
    ),
  );
}

/** One of a few words; the message shows what came instead. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return v.picklist(
    words,
    ({ input }) =>
      `must be one of ${words.join(', ')}${typeof input === 'string' ? `, not "${printText(input)}"` : ''}`,
  );
}

/** A whole number within bounds. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
  const message = `must be a whole number from ${min}${max === Number.MAX_SAFE_INTEGER ? '' : ` to ${max}`}`;
  return v.pipe(
    v.number(message),
    v.safeInteger(message),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
}

export const functionSchema = v.function('must be a function');

export const clockSchema = v.looseObject(
  { now: functionSchema, sleep: functionSchema },
  'must have the methods now and sleep',
);

/** A signal that answers; what only has its prototype does not. */
export const abortSignal = v.custom<AbortSignal>((value) => {
  try {
    return value instanceof AbortSignal && typeof value.aborted === 'boolean';
  } catch {
    return false;
  }
}, 'must be an AbortSignal');

/** A point in time, also of a subclass or of another realm; copied, so that nobody changes it later. */
export const validDate = v.pipe(
  v.custom<Date>(isDate, 'must be a Date'),
  v.transform((date) => new Date(date)),
  v.check((date) => Number.isFinite(date.getTime()), 'must be a valid Date'),
);

/** Whether a value is an object such as a literal or `JSON.parse` makes, in this realm or another. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === null || isObjectPrototype(prototype);
  } catch {
    return false;
  }
}

/** Every realm has an `Object.prototype` of its own; only those define `isPrototypeOf`. */
function isObjectPrototype(prototype: unknown): boolean {
  return (
    typeof prototype === 'object' &&
    prototype !== null &&
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype, 'isPrototypeOf')
  );
}
