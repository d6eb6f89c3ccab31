import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { InputIssue } from '../errors/invalid-input-error.js';
import { Redactor } from '../redaction/redactor.js';
import { textsIn } from '../redaction/texts-in.js';
import { inputPath } from '../validation/parse-input.js';

/** What a Standard Schema made of a value, or every problem it found. */
export type StandardCheck<Output> =
  | { readonly success: true; readonly output: Output }
  | { readonly success: false; readonly issues: readonly InputIssue[]; readonly cause?: Error };

/**
 * Checks a value against any Standard Schema. A schema that throws, or whose answer is none, has not accepted the
 * value: that is one more problem of the input, told with a redacted cause.
 */
export async function checkStandardSchema<const Schema extends StandardSchemaV1>(
  schema: Schema,
  value: unknown,
  inputName: string,
): Promise<StandardCheck<StandardSchemaV1.InferOutput<Schema>>> {
  try {
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return { success: true, output: result.value };
    const issues = result.issues.map(({ message, path = [] }) => ({
      path: inputPath(inputName, ...path.map(segmentKey)),
      message: String(message),
    }));
    return { success: false, issues };
  } catch (error) {
    const message = "could not be checked: the provider's schema failed; report this to its author";
    return {
      success: false,
      issues: [{ path: inputName, message }],
      cause: new Redactor(() => textsIn(value)).error(error),
    };
  }
}

function segmentKey(segment: PropertyKey | StandardSchemaV1.PathSegment): PropertyKey {
  return typeof segment === 'object' ? segment.key : segment;
}
