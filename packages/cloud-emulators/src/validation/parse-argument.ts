import { InvalidInputError } from '@stagely/core';
import * as v from 'valibot';

/**
 * Checks an argument of a public function.
 *
 * @throws InvalidInputError with every problem and its path
 */
export function parseArgument<Output>(
  schema: v.GenericSchema<unknown, Output>,
  argument: unknown,
  { operation, argumentName }: { operation: string; argumentName: string },
): Output {
  const result = v.safeParse(schema, argument);
  if (result.success) return result.output;
  const issues = result.issues.map(({ path, message }) => ({
    path: [argumentName, ...(path ?? []).map(({ key }) => String(key))].join('.'),
    message,
  }));
  const list = issues.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new InvalidInputError(`${operation} was given invalid input: ${list}.`, {
    operation,
    issues,
  });
}
