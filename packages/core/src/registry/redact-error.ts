import { InvalidInputError } from '../errors/invalid-input-error.js';
import type { StagelyError } from '../errors/stagely-error.js';
import type { Redactor } from '../redaction/redactor.js';

/** Takes secrets out of an error of ours that somebody else's code has made; it stays what it is otherwise. */
export function redactError(error: StagelyError, redactor: Redactor): StagelyError {
  error.message = redactor.text(error.message);
  if (error.stack !== undefined) error.stack = redactor.text(error.stack);
  if (error.cause !== undefined) error.cause = redactor.error(error.cause);
  if (error instanceof InvalidInputError) {
    const issues = error.issues.map(({ path, message }) => ({
      path: redactor.text(path),
      message: redactor.text(message),
    }));
    Object.defineProperty(error, 'issues', { value: issues, enumerable: true });
  }
  return error;
}
