import * as v from 'valibot';
import { printText } from './parse-input.js';

/** A strict object that reports every unknown field, not only the first one. */
export function strictFields<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(
    v.custom<object>(isPlainObject, 'must be an object'),
    v.objectWithRest(entries, v.never('is not a known field'), 'is required'),
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
      (text) => !hasControlCharacter(text) && text.isWellFormed(),
      'must not contain control characters or broken Unicode',
    ),
  );
}

/** One of a few words; the message shows what came instead. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return v.picklist(words, ({ input }) =>
    input === undefined
      ? `is required: one of ${words.join(', ')}`
      : `must be one of ${words.join(', ')}${typeof input === 'string' ? `, not "${printText(input)}"` : ''}`,
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

/** A point in time. */
export const validDate = v.pipe(
  v.instance(Date, 'must be a Date'),
  v.check((date) => Number.isFinite(date.getTime()), 'must be a valid Date'),
);

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    prototype === Object.prototype ||
    Object.getPrototypeOf(prototype) === null
  );
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 || unit === 0x7f) return true;
  }
  return false;
}
