import { type InputIssue, InvalidInputError } from '@stagely/core';
import * as v from 'valibot';

/** A strict object whose messages show nothing of what they were given. */
export function strictFields<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(
    v.custom<object>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      'must be an object',
    ),
    v.strictObject(entries, ({ expected }) =>
      expected === 'never' ? 'is not a known field' : 'is required',
    ),
  );
}

/**
 * Checks what the mock's own API is given.
 *
 * @throws InvalidInputError with every problem and its path
 */
export function parseInput<const Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  inputName: string,
  operation: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw invalidInput(
    operation,
    result.issues.map((issue) => ({
      path: [inputName, v.getDotPath(issue) ?? []].flat().join('.'),
      message: issue.message,
    })),
  );
}

/** The error that lists every problem of an input. */
export function invalidInput(operation: string, issues: readonly InputIssue[]): InvalidInputError {
  const list = issues.map(({ path, message }) => `${path} ${message}`).join('; ');
  return new InvalidInputError(`mock: ${operation} was given invalid input: ${list}.`, {
    provider: 'mock',
    operation,
    issues,
  });
}
