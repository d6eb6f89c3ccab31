import type { StandardSchemaV1 } from '@standard-schema/spec';
import { Redactor } from '../redaction/redactor.js';
import { textsIn } from '../redaction/texts-in.js';
import { invalidInput } from '../validation/parse-input.js';
import type { Operation } from './operation.js';
import { standardIssues } from './standard-issues.js';

/**
 * Checks credentials against a provider's schema. What the schema says of a value is redacted, because a
 * stranger's schema may print the value.
 *
 * @throws InvalidInputError with every problem and its path
 */
export async function parseCredentials<const Schema extends StandardSchemaV1>(
  schema: Schema,
  credentials: unknown,
  operation: Operation,
): Promise<StandardSchemaV1.InferOutput<Schema>> {
  const result = await schema['~standard'].validate(credentials);
  if (!result.issues) return result.value;
  const redactor = new Redactor(() => textsIn(credentials));
  throw invalidInput(
    operation,
    standardIssues('credentials', result).map(({ path, message }) => ({
      path,
      message: redactor.text(message),
    })),
  );
}
