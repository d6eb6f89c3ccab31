import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { InputIssue } from '../errors/invalid-input-error.js';
import { printText } from '../validation/parse-input.js';

/** Turns what any Standard Schema found into issues whose paths start at the input's name. */
export function standardIssues(
  inputName: string,
  result: StandardSchemaV1.Result<unknown>,
): InputIssue[] {
  return (result.issues ?? []).map(({ message, path }) => ({
    path: [inputName, ...(path ?? []).map(printSegment)].join('.'),
    message,
  }));
}

function printSegment(segment: PropertyKey | StandardSchemaV1.PathSegment): string {
  return printText(String(typeof segment === 'object' ? segment.key : segment));
}
