import type { StandardSchemaV1 } from '@standard-schema/spec';
import { Redactor } from '../redaction/redactor.js';
import { textsIn } from '../redaction/texts-in.js';
import { invalidInput } from '../validation/parse-input.js';
import { checkStandardSchema } from './check-standard-schema.js';
import type { Operation } from './operation.js';

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
  const checked = await checkStandardSchema(schema, credentials, 'credentials');
  if (checked.success) return checked.output;
  const redactor = new Redactor(() => textsIn(credentials));
  const issues = checked.issues.map(({ path, message }) => ({
    path,
    message: redactor.text(message),
  }));
  throw invalidInput(operation, issues, checked.cause);
}
