import type { InputIssue } from '../errors/invalid-input-error.js';
import type { StagelyError } from '../errors/stagely-error.js';
import type { Redactor } from '../redaction/redactor.js';

/** What an error of ours may keep; whatever else stands on it is somebody else's, such as a request with its headers. */
const KEPT_FIELDS = [
  'code',
  'retryable',
  'provider',
  'operation',
  'instanceId',
  'outcome',
  'idempotencyKey',
  'retryAfterMs',
  'providerCode',
  'requestId',
  'issues',
];

/** A copy of an error of ours that somebody else's code has made, without secrets; its class stays what it is. */
export function redactError(error: StagelyError, redactor: Redactor): Error {
  const cause = error.cause === undefined ? undefined : { cause: redactor.error(error.cause) };
  const copy = new Error(redactor.text(error.message), cause);
  Object.setPrototypeOf(copy, Object.getPrototypeOf(error));
  Object.defineProperty(copy, 'stack', {
    value: error.stack === undefined ? undefined : redactor.text(error.stack),
    writable: true,
  });
  for (const [field, value] of Object.entries(error)) {
    if (!KEPT_FIELDS.includes(field)) continue;
    Object.defineProperty(copy, field, { value: redactValue(value, redactor), enumerable: true });
  }
  return copy;
}

function redactValue(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.text(value);
  if (!Array.isArray(value)) return value;
  return value.map(
    ({ path, message }: InputIssue): InputIssue => ({
      path: redactor.text(path),
      message: redactor.text(message),
    }),
  );
}
