import * as v from 'valibot';
import { type InputIssue, InvalidInputError } from '../errors/invalid-input-error.js';
import { describeOperation, type Operation } from '../plugin/operation.js';

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
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw invalidInput(operation, toInputIssues(inputName, result.issues));
}

/** The error that lists every problem of an input. */
export function invalidInput(
  operation: Operation,
  issues: readonly InputIssue[],
): InvalidInputError {
  const list = issues.map(({ path, message }) => `${path} ${message}`).join('; ');
  return new InvalidInputError(
    `${describeOperation(operation)} was given invalid input: ${list}.`,
    { ...operation, issues },
  );
}

/** Turns what a schema found into issues whose paths start at the input's name. */
export function toInputIssues(
  inputName: string,
  found: readonly v.BaseIssue<unknown>[],
): InputIssue[] {
  return found.map(({ path, message }) => ({
    path: [inputName, ...(path ?? []).map(({ key }) => printKey(key))].join('.'),
    message,
  }));
}

function printKey(key: unknown): string {
  const text = String(key);
  return text === '' ? '""' : printText(text);
}

/** Prints a text of a stranger for a message: on one line, without control characters, not too long. */
export function printText(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text).slice(1, -1);
}
