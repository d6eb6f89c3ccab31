import { type InputIssue, InvalidInputError } from '../errors/invalid-input-error.js';
import { invalidInput } from '../validation/parse-input.js';
import type { Operation } from './operation.js';

/**
 * Makes two checks, so that the problems of both are told together; the second is given what the first came to, or
 * `undefined` when that was refused.
 *
 * @throws InvalidInputError with the problems of both, and whatever else a check throws
 */
export function parseBoth<First, Second>(
  operation: Operation,
  parseFirst: () => First,
  parseSecond: (first: First | undefined) => Second,
): [First, Second] {
  let first: First;
  try {
    first = parseFirst();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const more = issuesOf(() => parseSecond(undefined));
    throw more.length === 0 ? error : invalidInput(operation, [...error.issues, ...more]);
  }
  return [first, parseSecond(first)];
}

function issuesOf(parse: () => unknown): readonly InputIssue[] {
  try {
    parse();
  } catch (error) {
    if (error instanceof InvalidInputError) return error.issues;
  }
  return [];
}
