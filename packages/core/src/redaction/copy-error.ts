/** Enough for every chain of causes that people write, and an end for those that never end. */
const MAX_ERRORS = 50;

/** What is read of a text at all: redacting takes time, and nobody needs a whole page in an error. */
const MAX_TEXT = 8_000;

/** What is left out at the cut: the beginning of a secret, too short to be known for one, also with escapes. */
const CUT = 200;

/**
 * Copies an error, or whatever was thrown, with its causes and the errors inside an `AggregateError`. Every text of
 * the copy has gone through `redactText`, of a long one the beginning; what else the errors carry (requests, headers,
 * bodies) is left out.
 */
export function copyError(error: unknown, redactText: (text: string) => string): Error {
  const seen = new Set<unknown>();
  const redacted = new Map<string, string>();

  /** The same texts come again and again, such as the stacks of causes. */
  const redact = (text: string): string => {
    const start = text.slice(0, MAX_TEXT);
    const known = redacted.get(start) ?? redactText(start);
    redacted.set(start, known);
    return text === start ? known : `${known.slice(0, -CUT)}…`;
  };

  const copyInner = (inner: unknown): Error[] =>
    inner === undefined || seen.has(inner) || seen.size >= MAX_ERRORS ? [] : [copy(inner)];

  const copy = (original: unknown): Error => {
    seen.add(original);
    const message = redact(readMessage(original));
    const [cause] = copyInner(readField(original, 'cause'));
    const options = cause === undefined ? undefined : { cause };
    const errors = readErrors(original);
    const copied =
      errors === undefined
        ? new Error(message, options)
        : new AggregateError(errors.flatMap(copyInner), message, options);
    define(copied, 'name', redact(readText(original, 'name') ?? 'Error'), false);
    const stack = readText(original, 'stack');
    if (stack !== undefined) define(copied, 'stack', redact(stack), false);
    for (const [name, value] of readDetails(original)) {
      define(copied, name, typeof value === 'string' ? redact(value) : value, true);
    }
    return copied;
  };
  return copy(error);
}

function define(error: Error, name: string, value: string | number, enumerable: boolean): void {
  Object.defineProperty(error, name, { value, enumerable, configurable: true, writable: true });
}

function readMessage(thrown: unknown): string {
  if (typeof thrown === 'object' || typeof thrown === 'function') {
    return readText(thrown, 'message') ?? '';
  }
  return thrown === undefined ? '' : String(thrown);
}

function readErrors(error: unknown): unknown[] | undefined {
  const errors = readField(error, 'errors');
  try {
    return Array.isArray(errors) ? errors.slice(0, MAX_ERRORS) : undefined;
  } catch {
    return undefined;
  }
}

const KEPT_FIELDS = ['code', 'errno', 'syscall', 'status', 'statusCode', 'requestId'] as const;

function readDetails(error: unknown): Map<string, string | number> {
  // The AWS SDK keeps status and request id in `$metadata`, and ky the status in `response`.
  const metadata = readField(error, '$metadata');
  const found = [
    ['status', readField(readField(error, 'response'), 'status')] as const,
    ['status', readField(metadata, 'httpStatusCode')] as const,
    ['requestId', readField(metadata, 'requestId')] as const,
    ...KEPT_FIELDS.map((field) => [field, readField(error, field)] as const),
  ];
  const details = new Map<string, string | number>();
  for (const [field, value] of found) {
    if (typeof value === 'string' || typeof value === 'number') details.set(field, value);
  }
  return details;
}

function readText(value: unknown, field: string): string | undefined {
  const found = readField(value, field);
  return typeof found === 'string' ? found : undefined;
}

function readField(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return Reflect.get(value, field);
  } catch {
    return undefined;
  }
}
