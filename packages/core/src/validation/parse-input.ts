import * as v from 'valibot';
import { type InputIssue, InvalidInputError } from '../errors/invalid-input-error.js';
import { describeOperation, type Operation } from '../plugin/operation.js';
import { printText } from './print-text.js';

export { printText } from './print-text.js';

const MAX_PRINTED_ISSUES = 20;

/** An input that was checked: what the schema made of it, or every problem it has. */
export type CheckedInput<Output> =
  | { readonly success: true; readonly output: Output }
  | { readonly success: false; readonly issues: readonly InputIssue[] };

/**
 * Checks an input of a public function.
 *
 * The schema's messages are used as they are, so nothing of the value gets into the error but what they say.
 *
 * @throws InvalidInputError with every problem and its path
 */
export function parseInput<const Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  inputName: string,
  operation: Operation,
): v.InferOutput<Schema> {
  const checked = checkInput(schema, input, inputName);
  if (checked.success) return checked.output;
  throw invalidInput(operation, checked.issues);
}

/**
 * Checks several inputs of a public function together; the paths start at their names.
 *
 * @throws InvalidInputError with the problems of all of them
 */
export function parseInputs<const Schemas extends v.ObjectEntries>(
  schemas: Schemas,
  inputs: { readonly [Name in keyof Schemas]: unknown },
  operation: Operation,
): v.InferOutput<v.ObjectSchema<Schemas, undefined>> {
  return parseInput(v.object(schemas), inputs, '', operation);
}

/** Like `parseInput`, for callers who have more to check before they throw. The first problem of each value counts. */
export function checkInput<const Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  inputName: string,
): CheckedInput<v.InferOutput<Schema>> {
  const result = v.safeParse(schema, input, { abortPipeEarly: true });
  if (result.success) return result;
  const issues = result.issues.map(({ path, message }) => ({
    path: inputPath(inputName, ...(path ?? []).map(({ key }) => key)),
    message,
  }));
  return { success: false, issues };
}

/** The error that lists every problem of an input. */
export function invalidInput(
  operation: Operation,
  issues: readonly InputIssue[],
  cause?: unknown,
): InvalidInputError {
  const list = issues
    .slice(0, MAX_PRINTED_ISSUES)
    .map(({ path, message }) => `${path} ${message}`)
    .join('; ');
  const more = issues.length - MAX_PRINTED_ISSUES;
  return new InvalidInputError(
    `${describeOperation(operation)} was given invalid input: ${list}${more > 0 ? `; and ${more} more` : ''}.`,
    { ...operation, issues, cause },
  );
}

/** The path of a value inside an input, for a message: `spec.tags.env`. */
export function inputPath(inputName: string, ...keys: readonly unknown[]): string {
  const segments = keys.map((key) => (key === '' ? '""' : printText(String(key))));
  return [...(inputName === '' ? [] : [inputName]), ...segments].join('.');
}
