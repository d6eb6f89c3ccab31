import { type InputIssue, InvalidInputError } from '@stagely/core';
import { invalidInput, type Operation } from '@stagely/core/plugin';

/**
 * Makes two checks; the second is given what the first came to, or `undefined` when that was refused.
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
